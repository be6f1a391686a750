//! [`UsageBuilder`]: takes bytes, gives a [`Usage`].

use std::fmt;
use std::ops::ControlFlow;

use crate::catalog::Catalog;

use super::reading::Reading;
use super::refused::{BadCode, BadInput, Place};
use super::summary::Usage;
use super::time::Time;

/// What is read, and how much is remembered.
///
/// ```
/// use iam_eval::usage::UsageOptions;
///
/// let from = "2026-09-01T00:00:00Z".parse()?;
/// let options = UsageOptions { from: Some(from), ..UsageOptions::default() };
/// assert!(options.drops_duplicates);
/// # Ok::<(), iam_eval::usage::TimeError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs)] // made with `..UsageOptions::default()`
pub struct UsageOptions {
    /// Events before are left out.
    pub from: Option<Time>,
    /// Events from then on are left out.
    pub to: Option<Time>,
    /// Whether events without a readable time are left out of a window.
    pub is_time_strict: bool,
    /// Whether an event whose id was seen before is left out (rule `merge_idempotent`).
    pub drops_duplicates: bool,
    /// How much is remembered.
    pub limits: UsageLimits,
}

impl UsageOptions {
    pub(super) fn is_outside(&self, time: Option<Time>) -> bool {
        match time {
            Some(time) => self.from.is_some_and(|from| time < from) || self.to.is_some_and(|to| time >= to),
            None => self.is_time_strict && (self.from.is_some() || self.to.is_some()),
        }
    }
}

/// How much is remembered while reading.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs)] // made with `..UsageLimits::default()`
pub struct UsageLimits {
    /// The longest record, and the longest line of a table.
    pub max_record_bytes: usize,
    /// How many refused elements are kept; all are counted.
    pub max_errors: usize,
    /// How many ids of events are remembered exactly; from there on in a filter of fixed size.
    pub max_ids: usize,
}

impl UsageLimits {
    /// CloudTrail's own records have at most 256 KB.
    pub const DEFAULT_MAX_RECORD_BYTES: usize = 16 << 20;
    /// As many as somebody reads.
    pub const DEFAULT_MAX_ERRORS: usize = 100;
    /// About 18 MB.
    pub const DEFAULT_MAX_IDS: usize = 1_000_000;
}

impl Default for UsageLimits {
    fn default() -> Self {
        Self {
            max_record_bytes: Self::DEFAULT_MAX_RECORD_BYTES,
            max_errors: Self::DEFAULT_MAX_ERRORS,
            max_ids: Self::DEFAULT_MAX_IDS,
        }
    }
}

impl Default for UsageOptions {
    fn default() -> Self {
        Self { from: None, to: None, is_time_strict: false, drops_duplicates: true, limits: UsageLimits::default() }
    }
}

/// How far the reading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Bytes read, after inflating.
    pub bytes: u64,
    /// Records read.
    pub records: u64,
    /// Elements that were no record.
    pub bad: u64,
}

/// Why an input could not be read at all.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadError {
    /// It is compressed, and cannot be inflated; where, and why.
    NotInflatable(BadInput),
    /// There was an input, and nothing in it was a record; the first thing that was refused.
    NothingRead(BadInput),
    /// The progress callback said to stop.
    Stopped,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotInflatable(bad) => write!(f, "expected a gzip file: {bad}"),
            Self::NothingRead(bad) => write!(f, "expected CloudTrail records: {bad}"),
            Self::Stopped => f.write_str("reading was stopped"),
        }
    }
}

impl std::error::Error for ReadError {}

/// Reads CloudTrail, in any of the forms that AWS hands it out, into a [`Usage`].
///
/// Bytes are fed in pieces of any size; a piece may end anywhere. Records are read one by one, so memory
/// grows with what is distinct, not with what is read. What is no record is counted, the first of them
/// kept, and reading goes on.
///
/// ```
/// use iam_eval::{catalog::Catalog, usage::UsageBuilder};
///
/// let log = br#"{"Records":[{"eventVersion":"1.08","eventSource":"s3.amazonaws.com","eventName":"GetObject",
///     "awsRegion":"eu-west-1","recipientAccountId":"111122223333",
///     "requestParameters":{"bucketName":"reports","key":"2026/q3.csv"},
///     "userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/ann","accountId":"111122223333"}}]}"#;
/// let catalog = Catalog::embedded();
/// let mut builder = UsageBuilder::new(&catalog);
/// for piece in log.chunks(100) {
///     builder.feed(piece)?;
/// }
/// let usage = builder.finish()?;
/// let ann = usage.principal("arn:aws:iam::111122223333:user/ann").unwrap();
/// let (action, resource, ..) = ann.uses.iter().next().unwrap();
/// assert_eq!((action, resource), ("s3:GetObject", "arn:aws:s3:::reports/2026/q3.csv"));
/// # Ok::<(), iam_eval::usage::ReadError>(())
/// ```
#[derive(Debug)]
pub struct UsageBuilder<'c> {
    input: Input<'c>,
    /// What comes before an input is told apart: the magic of a compressed one, the header of a table.
    begun: Begun,
}

#[derive(Debug)]
enum Input<'c> {
    Plain(Box<Reading<'c>>),
    #[cfg(feature = "gzip")]
    Gzip(Box<flate2::write::MultiGzDecoder<Inflated<'c>>>),
    /// In between.
    None,
}

/// What takes the inflated bytes; it is taken out again at the end of the input.
#[cfg(feature = "gzip")]
#[derive(Debug)]
struct Inflated<'c>(Option<Box<Reading<'c>>>);

#[cfg(feature = "gzip")]
impl std::io::Write for Inflated<'_> {
    fn write(&mut self, piece: &[u8]) -> std::io::Result<usize> {
        if let Some(reading) = &mut self.0 {
            reading.read(piece);
        }
        Ok(piece.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Begun {
    Not,
    /// Its first bytes, too few to tell.
    Told(Vec<u8>),
    Yes,
}

/// The first two bytes of a gzip file.
const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];
/// How many bytes the progress callback waits for.
const PROGRESS_BYTES: usize = 1 << 20;

impl<'c> UsageBuilder<'c> {
    /// A builder with the default options.
    pub fn new(catalog: &'c Catalog) -> Self {
        Self::with_options(catalog, &UsageOptions::default())
    }

    /// A builder with options.
    pub fn with_options(catalog: &'c Catalog, options: &UsageOptions) -> Self {
        Self { input: Input::Plain(Box::new(Reading::new(catalog, options))), begun: Begun::Not }
    }

    /// Reads a piece of an input.
    ///
    /// # Errors
    /// The input is compressed, and cannot be inflated.
    pub fn feed(&mut self, piece: &[u8]) -> Result<(), ReadError> {
        self.feed_with(piece, &mut |_| ControlFlow::Continue(()))
    }

    /// Reads a piece of an input, and tells how far it is after each megabyte.
    ///
    /// # Errors
    /// As [`feed`](Self::feed), and where the callback breaks off.
    pub fn feed_with(
        &mut self,
        piece: &[u8],
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<(), ReadError> {
        for step in piece.chunks(PROGRESS_BYTES) {
            self.feed_step(step)?;
            if progress(self.progress()).is_break() {
                return Err(ReadError::Stopped);
            }
        }
        Ok(())
    }

    fn feed_step(&mut self, piece: &[u8]) -> Result<(), ReadError> {
        let mut told = match &mut self.begun {
            Begun::Yes => return self.pass_on(piece),
            Begun::Not => Vec::new(),
            Begun::Told(told) => std::mem::take(told),
        };
        told.extend_from_slice(piece);
        if told.len() < GZIP_MAGIC.len() && GZIP_MAGIC.starts_with(&told) {
            self.begun = Begun::Told(told);
            return Ok(());
        }
        if cfg!(not(feature = "gzip")) && told.starts_with(&GZIP_MAGIC) {
            return Err(self.not_inflatable("this build of the library reads no gzip: its feature `gzip` is off"));
        }
        self.begin(&told);
        self.pass_on(&told)
    }

    #[cfg(feature = "gzip")]
    fn begin(&mut self, told: &[u8]) {
        self.begun = Begun::Yes;
        if told.starts_with(&GZIP_MAGIC)
            && let Input::Plain(reading) = std::mem::replace(&mut self.input, Input::None)
        {
            self.input = Input::Gzip(Box::new(flate2::write::MultiGzDecoder::new(Inflated(Some(reading)))));
        }
    }

    #[cfg(not(feature = "gzip"))]
    fn begin(&mut self, _: &[u8]) {
        self.begun = Begun::Yes;
    }

    #[cfg_attr(not(feature = "gzip"), allow(clippy::unnecessary_wraps))]
    fn pass_on(&mut self, piece: &[u8]) -> Result<(), ReadError> {
        match &mut self.input {
            Input::Plain(reading) => {
                reading.read(piece);
                Ok(())
            }
            #[cfg(feature = "gzip")]
            Input::Gzip(decoder) => {
                use std::io::Write as _;

                decoder.write_all(piece).map_err(|error| self.not_inflatable(&error.to_string()))
            }
            Input::None => Ok(()),
        }
    }

    fn not_inflatable(&self, why: &str) -> ReadError {
        let place = self.reading().map_or(Place::START, |reading| reading.place());
        ReadError::NotInflatable(BadInput::new(BadCode::NotInflatable, why, place))
    }

    /// Says that the input ends here and another begins: the next file.
    ///
    /// # Errors
    /// The input is compressed, and ends early.
    pub fn end_input(&mut self) -> Result<(), ReadError> {
        if let Begun::Told(told) = std::mem::replace(&mut self.begun, Begun::Not) {
            self.pass_on(&told)?;
        }
        #[cfg(feature = "gzip")]
        let mut ended = Ok(());
        #[cfg(not(feature = "gzip"))]
        let ended = Ok(());
        let mut reading = match std::mem::replace(&mut self.input, Input::None) {
            Input::Plain(reading) => reading,
            #[cfg(feature = "gzip")]
            Input::Gzip(mut decoder) => {
                let finished = decoder.try_finish();
                let Some(reading) = decoder.get_mut().0.take() else { return Ok(()) };
                self.input = Input::Plain(reading);
                ended = finished.map_err(|error| self.not_inflatable(&error.to_string()));
                match std::mem::replace(&mut self.input, Input::None) {
                    Input::Plain(reading) => reading,
                    _ => return ended,
                }
            }
            Input::None => return Ok(()),
        };
        reading.end();
        self.input = Input::Plain(reading);
        ended
    }

    fn reading(&self) -> Option<&Reading<'c>> {
        match &self.input {
            Input::Plain(reading) => Some(reading),
            #[cfg(feature = "gzip")]
            Input::Gzip(decoder) => decoder.get_ref().0.as_deref(),
            Input::None => None,
        }
    }

    /// How far is the reading?
    pub fn progress(&self) -> Progress {
        let stats = self.reading().map(|reading| reading.stats());
        Progress {
            bytes: stats.map_or(0, |stats| stats.bytes),
            records: stats.map_or(0, |stats| stats.records),
            bad: stats.map_or(0, |stats| stats.bad),
        }
    }

    /// What could not be read so far: the first of them, see [`UsageLimits::max_errors`].
    pub fn errors(&self) -> &[BadInput] {
        self.reading().map_or(&[], |reading| reading.errors())
    }

    /// How likely was it at most that a new event was taken for one that was seen before?
    pub fn false_drop_rate(&self) -> f64 {
        self.reading().map_or(0.0, |reading| reading.false_drop_rate())
    }

    /// Ends the last input and gives what was used.
    ///
    /// # Errors
    /// The last input is compressed and ends early, or something was read and nothing of it was a record.
    pub fn finish(mut self) -> Result<Usage, ReadError> {
        self.end_input()?;
        match self.input {
            Input::Plain(reading) => reading.finish(),
            #[cfg(feature = "gzip")]
            Input::Gzip(_) => Ok(Usage::default()),
            Input::None => Ok(Usage::default()),
        }
    }
}
