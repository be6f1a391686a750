//! The first character that no JSON text goes on with.
//!
//! `serde_json` says that a text is wrong; where, it says by its own buffers: in a number or an escape it is off by some
//! characters. This reads the wrong text once more, by the grammar of RFC 8259, and stops where that does.

/// Where nothing fits any more: the length of a text that only lacks its end; none where all of it fits. Linear.
pub(super) fn first_misfit(text: &str) -> Option<usize> {
    let mut reader = Reader { bytes: text.as_bytes(), at: 0 };
    match reader.document() {
        Some(()) => None,
        None => Some(reader.at),
    }
}

/// What of a value was read.
enum Read {
    Whole,
    /// The start of a list or an object, and what will close it.
    Open(u8),
}

/// Each step returns none where something does not fit, and then stands at it.
struct Reader<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl Reader<'_> {
    fn document(&mut self) -> Option<()> {
        let mut open: Vec<u8> = Vec::new();
        loop {
            self.skip_blanks();
            if let Read::Open(close) = self.value()? {
                open.push(close);
                continue;
            }
            loop {
                self.skip_blanks();
                let Some(close) = open.last().copied() else {
                    return (self.at == self.bytes.len()).then_some(());
                };
                if self.byte()? == b',' {
                    self.at += 1;
                    if close == b'}' {
                        self.name()?;
                    }
                    break;
                }
                self.take(|byte| byte == close)?;
                open.pop();
            }
        }
    }

    fn value(&mut self) -> Option<Read> {
        match self.byte()? {
            b'{' => return self.open(b'}'),
            b'[' => return self.open(b']'),
            b'"' => self.string()?,
            b't' => self.word("true")?,
            b'f' => self.word("false")?,
            b'n' => self.word("null")?,
            _ => self.number()?,
        }
        Some(Read::Whole)
    }

    fn open(&mut self, close: u8) -> Option<Read> {
        self.at += 1;
        self.skip_blanks();
        if self.byte()? == close {
            self.at += 1;
            return Some(Read::Whole);
        }
        if close == b'}' {
            self.name()?;
        }
        Some(Read::Open(close))
    }

    fn name(&mut self) -> Option<()> {
        self.skip_blanks();
        self.string()?;
        self.skip_blanks();
        self.take(|byte| byte == b':')
    }

    fn string(&mut self) -> Option<()> {
        self.take(|byte| byte == b'"')?;
        loop {
            match self.byte()? {
                b'"' => break,
                b'\\' => {
                    self.at += 1;
                    self.escape()?;
                }
                _ => self.take(|byte| byte >= 0x20)?,
            }
        }
        self.at += 1;
        Some(())
    }

    fn escape(&mut self) -> Option<()> {
        if self.byte()? != b'u' {
            return self.take(|byte| br#""\/bfnrt"#.contains(&byte));
        }
        self.at += 1;
        let may_be_surrogate = matches!(self.byte()?, b'd' | b'D');
        self.take(|byte| byte.is_ascii_hexdigit())?;
        let is_leading = may_be_surrogate && matches!(self.byte()?, b'8' | b'9' | b'a' | b'b' | b'A' | b'B');
        self.take(|byte| byte.is_ascii_hexdigit() && !(may_be_surrogate && is_trailing(byte)))?;
        self.take(|byte| byte.is_ascii_hexdigit())?;
        self.take(|byte| byte.is_ascii_hexdigit())?;
        if is_leading {
            // the other half of the pair
            self.take(|byte| byte == b'\\')?;
            self.take(|byte| byte == b'u')?;
            self.take(|byte| matches!(byte, b'd' | b'D'))?;
            self.take(is_trailing)?;
            self.take(|byte| byte.is_ascii_hexdigit())?;
            self.take(|byte| byte.is_ascii_hexdigit())?;
        }
        Some(())
    }

    fn number(&mut self) -> Option<()> {
        if self.byte()? == b'-' {
            self.at += 1;
        }
        if self.byte()? == b'0' {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.byte() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.byte(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.byte(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        Some(())
    }

    fn digits(&mut self) -> Option<()> {
        self.take(|byte| byte.is_ascii_digit())?;
        while self.byte().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        Some(())
    }

    fn word(&mut self, word: &str) -> Option<()> {
        word.bytes().try_for_each(|letter| self.take(|byte| byte == letter))
    }

    fn take(&mut self, fits: impl Fn(u8) -> bool) -> Option<()> {
        fits(self.byte()?).then(|| self.at += 1)
    }

    fn byte(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        while matches!(self.byte(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }
}

/// Is it the second digit of the trailing half of a surrogate pair?
fn is_trailing(byte: u8) -> bool {
    matches!(byte, b'c'..=b'f' | b'C'..=b'F')
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn it_agrees_with_the_reader_on_what_is_json(
            pieces in proptest::collection::vec(
                proptest::sample::select(&[
                    "{", "}", "[", "]", ",", ":", "\"", "\"a\"", "\"a\":", "1", "-", "0", ".", "e", "E+", "true", "nul", "l",
                    " ", "\n", "\\", "\\u", "d8", "dc", "00", "\\ud83d\\ude00", "é", "\u{feff}", "\u{1}", "x",
                ][..]),
                0..10,
            ),
        ) {
            let text = pieces.concat();
            let misfit = first_misfit(&text);
            let is_json = crate::json::Document::read(&text, &crate::limits::Limits::default()).is_ok();
            proptest::prop_assert_eq!(misfit.is_none(), is_json, "{}", text);
            if let Some(at) = misfit {
                proptest::prop_assert!(text.is_char_boundary(at));
                // what stands before it is not at fault: its own misfit is that it ends
                let start = text.get(..at).unwrap();
                proptest::prop_assert!(first_misfit(start).is_none_or(|end| end == start.len()), "{}", text);
            }
        }
    }
}
