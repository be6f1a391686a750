//! Text without regard to letter case, as IAM compares it: lower-cased.
//!
//! IAM lower-cases both texts in full (`İ` becomes two characters) and compares
//! the results; it does not fold case (`ß` ≠ `SS`). Two things are particular:
//! characters beyond U+FFFF are left as they are, and `Σ` becomes `ς` at the
//! end of a word and `σ` elsewhere, where a character beyond U+FFFF counts as
//! the letter that it is.

/// A text in lower case, prepared for many comparisons.
///
/// Whether a `Σ` of the request becomes `σ` or `ς` depends on the characters
/// around it: on whether they have case, or are passed over (marks, some
/// punctuation). Lower-casing changes neither, so if the request is to equal
/// the policy's text, the surroundings in the *policy's* text decide just as
/// well. They are judged once, when the policy is read.
///
/// ```
/// use iam_eval::condition::Lowered;
///
/// let lowered = Lowered::new("ΟΔΟΣ");
/// assert!(lowered.equals("οδος"));
/// assert!(lowered.equals("Οδος"));
/// assert!(!lowered.equals("οδοσ"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Lowered {
    text: Box<str>,
    /// Where in `text` a sigma stands that `Σ` becomes at this place.
    // INVARIANT: ascending byte offsets.
    sigmas: Box<[usize]>,
}

const CAPITAL: char = 'Σ';
const SMALL: char = 'σ';
const FINAL: char = 'ς';

impl Lowered {
    /// The text, lower-cased as IAM does; time and memory linear in it.
    ///
    /// ```
    /// use iam_eval::condition::Lowered;
    ///
    /// assert_eq!(Lowered::new("PROD É").as_str(), "prod é");
    /// ```
    pub fn new(text: &str) -> Self {
        if text.is_ascii() {
            return Self { text: text.to_ascii_lowercase().into(), sigmas: Box::default() };
        }
        let mut lowered = String::with_capacity(text.len());
        for (character, sigma) in with_sigmas(text) {
            match character {
                CAPITAL => lowered.push(sigma),
                _ => lowered.extend(lower(character)),
            }
        }
        let capitals = lowered.replace([SMALL, FINAL], "Σ");
        let sigmas = lowered
            .char_indices()
            .zip(with_sigmas(&capitals))
            .filter(|((_, found), (capital, sigma))| *capital == CAPITAL && found == sigma)
            .map(|((offset, _), _)| offset)
            .collect();
        Self { text: lowered.into(), sigmas }
    }

    /// What is the text in lower case?
    ///
    /// ```
    /// use iam_eval::condition::Lowered;
    ///
    /// assert_eq!(Lowered::new("ΣΑΣ").as_str(), "σας");
    /// ```
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Is the request's text the same in lower case?
    ///
    /// No allocation; linear in the shorter of the two texts.
    ///
    /// Source: enforced decisions of AWS (`string_ignore_case`).
    ///
    /// ```
    /// use iam_eval::condition::Lowered;
    ///
    /// assert!(Lowered::new("prod").equals("PrOd"));
    /// assert!(Lowered::new("k").equals("\u{212A}")); // KELVIN SIGN
    /// assert!(!Lowered::new("ß").equals("SS"));
    /// ```
    pub fn equals(&self, request: &str) -> bool {
        // Three bytes may become one (KELVIN SIGN is `k`), more may not: what
        // is longer need not be looked at.
        if request.len() / 3 > self.text.len() {
            return false;
        }
        if request.is_ascii() {
            return self.text.eq_ignore_ascii_case(request);
        }
        let mut expected = self.text.chars();
        let mut sigmas = self.sigmas.iter();
        for character in request.chars() {
            if character == CAPITAL {
                let here = self.text.len() - expected.as_str().len();
                if sigmas.find(|&&offset| offset >= here) != Some(&here) {
                    return false;
                }
                expected.next();
            } else if !lower(character).all(|lowered| expected.next() == Some(lowered)) {
                return false;
            }
        }
        expected.next().is_none()
    }
}

/// One character in lower case, `Σ` left aside.
fn lower(character: char) -> impl Iterator<Item = char> {
    // Left as they are: U+10400 is not equal to U+10428.
    let beyond = (character > '\u{FFFF}').then_some(character);
    let within = beyond.is_none().then(|| character.to_lowercase());
    beyond.into_iter().chain(within.into_iter().flatten())
}

/// The characters of a text, each `Σ` with the sigma that it becomes there.
///
/// The standard library knows which characters have case and which are passed
/// over, but tells it only by lower-casing a whole text.
fn with_sigmas(text: &str) -> impl Iterator<Item = (char, char)> {
    let lowered: Vec<char> = if text.contains(CAPITAL) { text.to_lowercase().chars().collect() } else { Vec::new() };
    let mut position = 0;
    text.chars().map(move |character| {
        let sigma = lowered.get(position).copied().unwrap_or(SMALL);
        position += character.to_lowercase().len();
        (character, sigma)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rule as stated: lower-case both sides, compare.
    fn naive(policy: &str, request: &str) -> bool {
        Lowered::new(policy).text == Lowered::new(request).text
    }

    fn equals(policy: &str, request: &str) -> bool {
        let result = Lowered::new(policy).equals(request);
        assert_eq!(result, naive(policy, request), "{policy:?} {request:?}");
        assert_eq!(result, Lowered::new(request).equals(policy), "{policy:?} {request:?}");
        result
    }

    #[test]
    fn string_ignore_case() {
        for [policy, request] in [
            ["prod", "PrOd"],
            ["K", "\u{212A}"],
            ["ß", "ẞ"],
            ["É", "é"],
            ["İ", "i\u{307}"],
            ["Σ", "σ"],
            ["ΟΣ", "ος"],
            ["ΟΣΑ", "οσα"],
            ["", ""],
            ["ΟΣ ΟΣ", "ος ος"],
            ["Å", "\u{212B}"],
        ] {
            assert!(equals(policy, request), "{policy} {request}");
        }
        for [policy, request] in [
            ["I", "ı"],
            ["i", "İ"],
            ["s", "ſ"],
            ["ß", "SS"],
            ["Σ", "ς"],
            ["ΟΣ", "οσ"],
            ["e\u{301}", "é"],
            ["prod", "prod "],
            ["prod", "pro"],
            ["", "p"],
            ["σ", "ς"],
            ["ﬀ", "FF"],
        ] {
            assert!(!equals(policy, request), "{policy} {request}");
        }
    }

    #[test]
    fn string_ignore_case_supplementary() {
        assert!(!equals("\u{10400}", "\u{10428}"));
        assert!(equals("\u{10400}", "\u{10400}"));
        assert!(equals("AΣ\u{10400}", "aσ\u{10400}"));
        assert!(!equals("AΣ\u{10400}", "aς\u{10400}"));
        assert!(equals("\u{10400}Σ", "\u{10400}ς"));
        assert!(!equals("\u{10400}Σ", "\u{10400}σ"));
    }

    #[test]
    fn string_ignore_case_sigma_context() {
        // Marks and apostrophes are passed over, digits and blanks end a word.
        let parts = ["Σ", "σ", "ς", "a", "A", "'", "\u{301}", "1", " ", "İ", "\u{10400}"];
        let mut texts = vec![String::new()];
        for _ in 0..3 {
            let longer: Vec<_> = texts.iter().flat_map(|text| parts.map(|part| format!("{text}{part}"))).collect();
            texts.extend(longer);
        }
        texts.sort();
        texts.dedup();
        for request in &texts {
            let lowered = Lowered::new(request);
            assert!(lowered.equals(request), "{request:?}");
            for policy in [
                &request.replace('ς', "σ"),
                &request.replace('σ', "ς"),
                &request.replace('Σ', "σ"),
                &request.replace('Σ', "ς"),
                &request.to_lowercase(),
            ] {
                equals(policy, request);
            }
        }
    }

    #[test]
    fn lowering_shortens_to_a_third_at_most() {
        for character in '\0'..=char::MAX {
            let bytes: usize = lower(character).map(char::len_utf8).sum();
            assert!(character.len_utf8() <= 3 * bytes, "{character:?}");
        }
        assert!(equals(&"k".repeat(9), &"\u{212A}".repeat(9)));
    }

    #[test]
    fn lowering_keeps_what_decides_a_sigma() {
        // Whether a character has case or is passed over shows in what becomes
        // of a sigma after it, before it, and with a letter beyond it.
        let sigmas = |middle: &str| {
            [format!("{middle}Σ"), format!("aΣ{middle}"), format!("aΣ{middle}a"), format!("a{middle}Σ")]
                .map(|text| with_sigmas(&text).filter(|(c, _)| *c == CAPITAL).map(|(_, s)| s).collect::<String>())
        };
        for character in ('\0'..='\u{FFFF}').filter(|&character| character != CAPITAL) {
            let lowered: String = lower(character).collect();
            assert_eq!(sigmas(&character.to_string()), sigmas(&lowered), "{character:?}");
        }
        assert_ne!(sigmas("'"), sigmas("1"));
        assert_ne!(sigmas("a"), sigmas("1"));
    }

    #[test]
    fn hostile_text_costs_its_length() {
        let sigmas = "Σ".repeat(300_000);
        let lowered = Lowered::new(&sigmas);
        assert!(lowered.equals(&sigmas));
        assert!(!lowered.equals(&sigmas[2..]));
        let apostrophes = format!("a{}", "Σ'".repeat(2_000));
        assert!(Lowered::new(&apostrophes).equals(&apostrophes));
    }
}
