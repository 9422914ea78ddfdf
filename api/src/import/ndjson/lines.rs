use std::io::{self, BufRead};

/// The most bytes of one line; a dossier has a few thousand.
pub(super) const MOST_LINE_BYTES: usize = 1 << 20;

/// A line, or word that there was more of it than is kept.
pub(super) enum Line {
    Whole(Vec<u8>),
    TooLong,
}

/// The lines of a file that say something, in bounded memory.
pub(super) struct Lines<R> {
    file: R,
    number: u64,
    bytes: u64,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn of(file: R) -> Self {
        Self {
            file,
            number: 0,
            bytes: 0,
        }
    }

    /// How many bytes are behind us.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The next line that isn't blank, with its number.
    pub(super) fn next_line(&mut self) -> io::Result<Option<(u64, Line)>> {
        while let Some(mut line) = self.read_line()? {
            self.number += 1;
            if let Line::Whole(bytes) = &mut line {
                if self.number == 1 && bytes.starts_with("\u{feff}".as_bytes()) {
                    bytes.drain(..'\u{feff}'.len_utf8());
                }
                if bytes.iter().all(u8::is_ascii_whitespace) {
                    continue;
                }
            }
            return Ok(Some((self.number, line)));
        }
        Ok(None)
    }

    fn read_line(&mut self) -> io::Result<Option<Line>> {
        let mut kept = Vec::new();
        let mut is_too_long = false;
        loop {
            let part = match self.file.fill_buf() {
                Ok(part) => part,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if part.is_empty() {
                let has_ended = kept.is_empty() && !is_too_long;
                return Ok((!has_ended).then(|| keep(kept, is_too_long)));
            }
            let mut pieces = part.splitn(2, |byte| *byte == b'\n');
            let piece = pieces.next().unwrap_or_default();
            let is_end = pieces.next().is_some();
            let used = piece.len() + usize::from(is_end);
            if kept.len() + piece.len() > MOST_LINE_BYTES {
                is_too_long = true;
                kept = Vec::new();
            }
            if !is_too_long {
                kept.extend_from_slice(piece);
            }
            self.file.consume(used);
            self.bytes += used as u64;
            if is_end {
                return Ok(Some(keep(kept, is_too_long)));
            }
        }
    }
}

fn keep(bytes: Vec<u8>, is_too_long: bool) -> Line {
    if is_too_long {
        Line::TooLong
    } else {
        Line::Whole(bytes)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Cursor};

    use super::*;

    fn numbers(text: &str) -> Vec<(u64, Option<String>)> {
        let mut lines = Lines::of(BufReader::with_capacity(7, Cursor::new(text.to_owned())));
        let mut read = Vec::new();
        while let Some((number, line)) = lines.next_line().unwrap() {
            read.push(match line {
                Line::Whole(bytes) => (number, Some(String::from_utf8(bytes).unwrap())),
                Line::TooLong => (number, None),
            });
        }
        assert_eq!(lines.bytes(), text.len() as u64);
        read
    }

    #[test]
    fn blank_lines_count_but_say_nothing() {
        let whole = |number, text: &str| (number, Some(text.to_owned()));
        assert_eq!(
            numbers("\u{feff}{}\r\n\n  \nlonger than the buffer\nlast"),
            [
                whole(1, "{}\r"),
                whole(4, "longer than the buffer"),
                whole(5, "last")
            ]
        );
        assert!(numbers("").is_empty());
    }

    #[test]
    fn a_line_without_end_is_passed_over() {
        let long = "x".repeat(MOST_LINE_BYTES + 1);
        let read = numbers(&format!("a\n{long}\nb\n"));
        assert_eq!(read.len(), 3);
        assert_eq!(read[1], (2, None));
        assert_eq!(read[2], (3, Some("b".to_owned())));
        assert_eq!(numbers(&long), [(1, None)]);
    }
}
