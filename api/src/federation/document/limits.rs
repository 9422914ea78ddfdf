use serde::{Deserialize, Serialize};

/// What one document may ask: on by default, so that nobody has to remember to switch it on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DocumentLimits {
    /// The length of the text in bytes.
    pub bytes: usize,
    /// Its tokens.
    pub tokens: usize,
    /// How deep fields may be nested; introspection has a bound of its own.
    pub depth: usize,
    /// Fields with an alias, fragments written out.
    pub aliases: usize,
    /// Fields of the operation's root, fragments written out.
    pub root_fields: usize,
    /// The weight of all fields, fragments written out: 1 for a leaf, 2 for an object, 5 for a list of objects.
    pub complexity: usize,
    /// The items of one list in an argument or variable.
    pub list_items: usize,
    /// The items of one list within an input object: the parts of a record, which each operation bounds by itself too.
    pub input_items: usize,
    /// Whether the schema may be asked for (`__schema`, `__type`).
    pub introspection: bool,
}

impl DocumentLimits {
    /// What a hub or router may ask of a subgraph for one such document: it writes fragments out, adds keys
    /// and aliases, and asks all residents of the answer at once.
    pub fn for_subgraph(&self) -> Self {
        Self {
            bytes: self.bytes.saturating_mul(4),
            tokens: self.tokens.saturating_mul(4),
            depth: self.depth.saturating_add(3),
            aliases: self.aliases.saturating_mul(4),
            root_fields: self.root_fields.saturating_mul(2),
            complexity: self.complexity.saturating_mul(4),
            list_items: self.list_items.saturating_mul(self.root_fields),
            input_items: self.input_items,
            introspection: self.introspection,
        }
    }
}

impl Default for DocumentLimits {
    fn default() -> Self {
        Self {
            bytes: 100_000,
            tokens: 5000,
            depth: 12,
            aliases: 50,
            root_fields: 20,
            complexity: 1000,
            list_items: 100,
            input_items: 1000,
            introspection: false,
        }
    }
}
