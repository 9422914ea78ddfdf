use std::io::{self, Read, Seek, SeekFrom};

/// A file as a parser sees it: without a byte order mark, counted, and with a limit on how much the
/// parser may take in at once, so that one endless token can't fill the memory.
pub(super) struct Source<R> {
    inner: R,
    bytes: u64,
    allowance: Option<u64>,
    is_spent: bool,
    failure: Option<io::Error>,
}

const MARK: [u8; 3] = [0xef, 0xbb, 0xbf];

impl<R: Read + Seek> Source<R> {
    /// Puts the file at its first character.
    pub(super) fn rewind(mut inner: R) -> io::Result<Self> {
        inner.seek(SeekFrom::Start(0))?;
        let mut start = Vec::with_capacity(MARK.len());
        inner.by_ref().take(MARK.len() as u64).read_to_end(&mut start)?;
        let skipped = if start == MARK { start.len() as u64 } else { 0 };
        inner.seek(SeekFrom::Start(skipped))?;
        Ok(Self {
            inner,
            bytes: skipped,
            allowance: None,
            is_spent: false,
            failure: None,
        })
    }
}

impl<R> Source<R> {
    /// How many bytes were taken from the file.
    pub(super) fn taken(&self) -> u64 {
        self.bytes
    }

    /// Limits what may be taken from here on; `None` lifts the limit.
    pub(super) fn allow(&mut self, bytes: Option<u64>) {
        self.allowance = bytes;
    }

    /// Whether the limit was hit.
    pub(super) fn is_spent(&self) -> bool {
        self.is_spent
    }

    /// The failure of the disk or network, told once.
    pub(super) fn take_failure(&mut self) -> Option<io::Error> {
        self.failure.take()
    }
}

impl<R: Read> Read for Source<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = match self.allowance {
            Some(0) => {
                self.is_spent = true;
                return Err(io::ErrorKind::FileTooLarge.into());
            }
            Some(left) => usize::try_from(left).unwrap_or(usize::MAX),
            None => usize::MAX,
        };
        let length = buffer.len().min(most);
        let Some(part) = buffer.get_mut(..length) else {
            return Ok(0);
        };
        match self.inner.read(part) {
            Ok(count) => {
                self.bytes += count as u64;
                self.allowance = self.allowance.map(|left| left.saturating_sub(count as u64));
                Ok(count)
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(error),
            Err(error) => {
                let kind = error.kind();
                self.failure = Some(error);
                Err(kind.into())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_text() {
        for (file, text) in [("\u{feff}{}", "{}"), ("{}", "{}"), ("", ""), ("{", "{")] {
            let mut read = String::new();
            let mut source = Source::rewind(Cursor::new(file)).unwrap();
            source.read_to_string(&mut read).unwrap();
            assert_eq!(read, text);
            assert_eq!(source.taken(), file.len() as u64);
        }
    }

    #[test]
    fn no_more_than_allowed_is_taken() {
        let mut source = Source::rewind(Cursor::new("0123456789")).unwrap();
        source.allow(Some(4));
        let mut read = Vec::new();
        assert!(source.read_to_end(&mut read).is_err());
        assert_eq!(read, b"0123");
        assert!(source.is_spent());
        source.allow(None);
        source.read_to_end(&mut read).unwrap();
        assert_eq!(read, b"0123456789");
    }
}
