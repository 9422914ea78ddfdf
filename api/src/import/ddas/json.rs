use std::io::{self, Read, Seek};

use struson::reader::{
    JsonReader, JsonReaderPosition, JsonStreamReader, JsonSyntaxError, ReaderError, ReaderSettings,
    SyntaxErrorKind, ValueType,
};

use super::source::Source;
use crate::import::{FileError, Position};

/// The most bytes of one name or number.
const MOST_TOKEN_BYTES: u64 = 1 << 20;

/// The deepest nesting; a delivery has eight levels.
const MOST_DEPTH: u32 = 64;

/// A JSON file as a stream of tokens, in bounded memory and with errors that never say what they read.
pub(super) struct Json<R: Read> {
    reader: JsonStreamReader<Source<R>>,
}

/// A text, or word that there was more of it than is kept.
pub(super) enum Text {
    Whole(String),
    TooLong,
}

impl<R: Read + Seek> Json<R> {
    /// Starts at the beginning of the file.
    pub(super) fn start(file: R) -> Result<Self, FileError> {
        let settings = ReaderSettings {
            track_path: false,
            max_nesting_depth: Some(MOST_DEPTH),
            // A number that is too long is a fault of its record, not of the file.
            restrict_number_values: false,
            ..ReaderSettings::default()
        };
        let source = Source::rewind(file)?;
        Ok(Self {
            reader: JsonStreamReader::new_custom(source, settings),
        })
    }
}

impl<R: Read> Json<R> {
    /// The kind of the next value.
    pub(super) fn peek(&mut self) -> Result<ValueType, FileError> {
        let peeked = self.reader.peek();
        self.explain(peeked)
    }

    /// Whether there is more in this list or object.
    pub(super) fn has_next(&mut self) -> Result<bool, FileError> {
        let answer = self.reader.has_next();
        self.explain(answer)
    }

    /// Steps into an object.
    pub(super) fn begin_object(&mut self) -> Result<(), FileError> {
        let begun = self.reader.begin_object();
        self.explain(begun)
    }

    /// Steps out of an object.
    pub(super) fn end_object(&mut self) -> Result<(), FileError> {
        let done = self.reader.end_object();
        self.explain(done)
    }

    /// Steps into a list.
    pub(super) fn begin_array(&mut self) -> Result<(), FileError> {
        let begun = self.reader.begin_array();
        self.explain(begun)
    }

    /// Steps out of a list.
    pub(super) fn end_array(&mut self) -> Result<(), FileError> {
        let done = self.reader.end_array();
        self.explain(done)
    }

    /// The next name in this object.
    pub(super) fn name(&mut self) -> Result<String, FileError> {
        self.reader.reader_mut().allow(Some(MOST_TOKEN_BYTES));
        let name = self.reader.next_name_owned();
        let name = self.explain(name);
        self.reader.reader_mut().allow(None);
        name
    }

    /// The next number, as it is written.
    pub(super) fn number(&mut self) -> Result<String, FileError> {
        self.reader.reader_mut().allow(Some(MOST_TOKEN_BYTES));
        let number = self.reader.next_number_as_string();
        let number = self.explain(number);
        self.reader.reader_mut().allow(None);
        number
    }

    /// The next truth value.
    pub(super) fn boolean(&mut self) -> Result<bool, FileError> {
        let truth = self.reader.next_bool();
        self.explain(truth)
    }

    /// The next null.
    pub(super) fn null(&mut self) -> Result<(), FileError> {
        let null = self.reader.next_null();
        self.explain(null)
    }

    /// The next text, of which no more than this is kept.
    pub(super) fn text(&mut self, most: usize) -> Result<Text, FileError> {
        let position = self.position();
        let read = self
            .reader
            .next_string_reader()
            .map(|mut text| read_bounded(&mut text, most));
        self.explain(read)?
            .map_err(|error| self.explain_text(&error, position))
    }

    /// Passes over the next name and value, however large, without keeping anything.
    pub(super) fn skip_member(&mut self) -> Result<(), FileError> {
        let skipped = self.reader.skip_name();
        self.explain(skipped)?;
        self.skip()
    }

    /// Passes over the next value, however large, without keeping anything.
    pub(super) fn skip(&mut self) -> Result<(), FileError> {
        let skipped = self.reader.skip_value();
        self.explain(skipped)
    }

    /// Ends after the one value of the file.
    pub(super) fn finish(self) -> Result<(), FileError> {
        self.reader.consume_trailing_whitespace().map_err(explain_syntax)
    }

    /// Where we are.
    pub(super) fn position(&self) -> Position {
        position(&self.reader.current_position(false))
    }

    /// How many bytes of the file were taken.
    pub(super) fn bytes(&mut self) -> u64 {
        self.reader.reader_mut().taken()
    }

    fn explain<T>(&mut self, read: Result<T, ReaderError>) -> Result<T, FileError> {
        read.map_err(|error| match error {
            ReaderError::IoError { location, .. } => self.explain_io(position(&location)),
            other => explain_syntax(other),
        })
    }

    /// The parser tells of bad UTF-8 and of a failing disk with the same kind of error.
    fn explain_io(&mut self, position: Position) -> FileError {
        let source = self.reader.reader_mut();
        match source.take_failure() {
            Some(failure) => FileError::Io(failure),
            None if source.is_spent() => FileError::Oversized(position),
            None => FileError::Encoding(position),
        }
    }

    /// The parser hides its errors inside those of a text's reader.
    fn explain_text(&mut self, error: &io::Error, position: Position) -> FileError {
        match error
            .get_ref()
            .and_then(|inner| inner.downcast_ref::<JsonSyntaxError>())
        {
            Some(syntax) => explain_syntax(ReaderError::SyntaxError(syntax.clone())),
            None => self.explain_io(position),
        }
    }
}

fn read_bounded(text: &mut impl Read, most: usize) -> io::Result<Text> {
    let mut kept = Vec::new();
    text.take(most as u64 + 1).read_to_end(&mut kept)?;
    let rest = io::copy(text, &mut io::sink())?;
    // The parser has checked the UTF-8; a text that was cut is not kept.
    match String::from_utf8(kept) {
        Ok(whole) if rest == 0 && whole.len() <= most => Ok(Text::Whole(whole)),
        _ => Ok(Text::TooLong),
    }
}

fn explain_syntax(error: ReaderError) -> FileError {
    match error {
        ReaderError::SyntaxError(syntax) => {
            let position = position(&syntax.location);
            match syntax.kind {
                SyntaxErrorKind::IncompleteDocument => FileError::Truncated(position),
                kind => FileError::Syntax {
                    rule: in_words(&kind.to_string()),
                    position,
                },
            }
        }
        ReaderError::MaxNestingDepthExceeded { location, .. } => FileError::TooDeep(position(&location)),
        ReaderError::IoError { error, .. } => FileError::Io(error),
        ReaderError::UnexpectedValueType { location, .. }
        | ReaderError::UnexpectedStructure { location, .. }
        | ReaderError::UnsupportedNumberValue { location, .. } => unexpected(position(&location)),
        _ => unexpected(Position {
            line: 0,
            column: 0,
            byte: 0,
        }),
    }
}

fn unexpected(position: Position) -> FileError {
    FileError::Syntax {
        rule: "unexpected value".to_owned(),
        position,
    }
}

/// The parser counts lines and characters from zero; editors count from one.
fn position(at: &JsonReaderPosition) -> Position {
    Position {
        line: at.line_pos.map_or(0, |line| line.line + 1),
        column: at.line_pos.map_or(0, |line| line.column + 1),
        byte: at.data_pos.unwrap_or_default(),
    }
}

/// `MissingComma` reads as `missing comma`.
fn in_words(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    for c in name.chars() {
        if c.is_ascii_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.push(c.to_ascii_lowercase());
    }
    words
}
