//! What a client may ask: parsed, validated and measured before anything is planned.

mod conditions;
mod faults;
mod limits;
mod literals;
mod measure;
mod one_of;
mod scalars;
mod subgraph;
mod variables;

#[cfg(test)]
mod tests;

pub use limits::DocumentLimits;
pub use subgraph::{Over, check_for_subgraph, check_variables};
pub use variables::Coerced;
pub(super) use variables::to_value;

use std::collections::BTreeSet;

use apollo_compiler::{
    ExecutableDocument, Node, ast,
    executable::{Operation, OperationType},
    introspection,
    parser::Parser,
    validation::Valid,
};

use self::faults::Faults;
use super::{ClientError, Foutcode, supergraph::ApiSchema};

/// How deep the parser goes: more than any document that passes the limits, less than the stack.
const PARSER_RECURSION: usize = 100;

/// A valid document within its limits, and the one operation of it that is asked.
#[derive(Debug)]
pub struct Document {
    executable: Valid<ExecutableDocument>,
    operation: Node<Operation>,
    conditions: BTreeSet<String>,
}

impl Document {
    /// Reads a document.
    ///
    /// # Errors
    /// Every fault of it at once, each with its code; none holds a value of the document.
    pub fn read(
        api: &ApiSchema,
        text: &str,
        operation_name: Option<&str>,
        limits: &DocumentLimits,
    ) -> Result<Self, Vec<ClientError>> {
        let ast = parse(text, limits)?;
        let mut faults = Faults::new(ast.sources.clone());
        literals::check(&ast, limits, &mut faults);
        let executable = match ast.to_executable_validate(api.schema()) {
            Ok(executable) => executable,
            Err(invalid) => {
                faults.extend(&invalid.errors);
                pick(api, &invalid.partial, operation_name, limits, &mut faults);
                return Err(faults.into_errors());
            }
        };
        let operation = pick(api, &executable, operation_name, limits, &mut faults);
        if operation
            .as_ref()
            .is_some_and(|o| introspection::check_max_depth(&executable, o).is_err())
        {
            faults.push(Foutcode::TeDiep, "introspection is nested too deeply", None);
        }
        match operation {
            Some(operation) if faults.is_empty() => Ok(Self {
                executable,
                operation,
                conditions: conditions::variables_of(&ast),
            }),
            _ => Err(faults.into_errors()),
        }
    }

    /// The operation that is asked.
    pub fn operation(&self) -> &Node<Operation> {
        &self.operation
    }

    /// Whether it is a subscription, which has many answers.
    pub fn is_subscription(&self) -> bool {
        self.operation.operation_type == OperationType::Subscription
    }

    /// The variables of `@skip` and `@include`: a plan belongs to their values.
    pub fn conditions(&self) -> &BTreeSet<String> {
        &self.conditions
    }

    /// The whole document, for its fragments.
    pub fn executable(&self) -> &Valid<ExecutableDocument> {
        &self.executable
    }
}

fn parse(text: &str, limits: &DocumentLimits) -> Result<ast::Document, Vec<ClientError>> {
    if text.len() > limits.bytes {
        let message = format!("the document has more than {} bytes", limits.bytes);
        return Err(vec![ClientError::new(Foutcode::DocumentTeGroot, message)]);
    }
    let mut parser = Parser::new()
        .token_limit(limits.tokens)
        .recursion_limit(PARSER_RECURSION);
    parser.parse_ast(text, "document").map_err(|invalid| {
        let mut faults = Faults::new(invalid.partial.sources.clone());
        faults.extend(&invalid.errors);
        literals::check(&invalid.partial, limits, &mut faults);
        faults.into_errors()
    })
}

/// The operation that is asked, measured.
fn pick(
    api: &ApiSchema,
    document: &ExecutableDocument,
    name: Option<&str>,
    limits: &DocumentLimits,
    faults: &mut Faults,
) -> Option<Node<Operation>> {
    let Ok(operation) = document.operations.get(name) else {
        if faults.is_empty() {
            let message =
                "the document has several operations, none or not this one: name one with `operationName`";
            faults.push(Foutcode::OperatieOnbekend, message, None);
        }
        return None;
    };
    measure::check(api, document, operation, limits, faults);
    Some(operation.clone())
}
