//! What the checks have to say, gathered.

use std::cell::OnceCell;
use std::rc::Rc;

use crate::catalog::Catalog;
use crate::document::Policy;
use crate::request::Request;
use crate::text::{Diagnostic, ErrorKind, ParseError, Span};

use super::check::Check;
use super::finding::{Finding, Location, Validation};
use super::fix::Fix;
use super::options::ValidateOptions;
use super::own::Evidence;
use super::subject::Subject;

/// A finding takes the room and the time of so many comparisons; nobody reads a hundred thousand.
const STEPS_OF_FINDING: usize = 100;

/// What the checks of one document have to say, and what they may ask.
pub(super) struct Report<'r> {
    pub source: &'r str,
    pub options: &'r ValidateOptions<'r>,
    findings: Vec<Finding>,
    steps: usize,
    is_exhausted: bool,
    suggestions: usize,
    policy: OnceCell<Option<Policy>>,
    evidence: OnceCell<Option<Rc<Evidence>>>,
}

/// So many guesses at what was meant may a document cost.
const MOST_SUGGESTIONS: usize = 256;

impl<'r> Report<'r> {
    pub fn new(source: &'r str, options: &'r ValidateOptions<'r>) -> Self {
        Self {
            source,
            options,
            findings: Vec::new(),
            steps: options.max_steps,
            is_exhausted: false,
            suggestions: MOST_SUGGESTIONS,
            policy: OnceCell::new(),
            evidence: OnceCell::new(),
        }
    }

    pub fn catalog(&self) -> Option<&'r Catalog> {
        self.options.catalog
    }

    /// Takes so many steps from what may be spent; false when they are used up, and then the document ends in a limit.
    #[must_use]
    pub fn spend(&mut self, steps: usize) -> bool {
        let left = self.steps.checked_sub(steps);
        self.steps = left.unwrap_or(0);
        self.is_exhausted |= left.is_none();
        left.is_some()
    }

    /// May what was meant still be guessed at? Looking for the nearest name costs more than finding a name wrong.
    #[must_use]
    pub fn may_suggest(&mut self) -> bool {
        let left = self.suggestions.checked_sub(1);
        self.suggestions = left.unwrap_or(0);
        left.is_some()
    }

    /// Are the steps used up? Then what is found any more is lost.
    pub fn is_exhausted(&self) -> bool {
        self.is_exhausted
    }

    /// The document as the evaluator and the solver read it, where its form lets them.
    pub fn policy(&self) -> Option<&Policy> {
        let read = || {
            let (policy, remarks) = Policy::lint_within(self.source, &self.options.limits);
            policy.filter(|_| remarks.is_empty())
        };
        self.policy.get_or_init(read).as_ref()
    }

    /// What the solver knows of the document, where its form lets it. Who asks has all steps to spend, so that no check
    /// depends on others.
    pub fn evidence(&self, subject: &Subject<'_, '_>) -> Option<Rc<Evidence>> {
        let is_short = || self.source.len() <= Evidence::MAX_BYTES;
        let policy = || Some(self).filter(|_| is_short()).and_then(Self::policy);
        let make = || policy().map(|policy| Rc::new(Evidence::of(policy, subject, self.options)));
        let evidence = self.evidence.get_or_init(make).clone();
        evidence.inspect(|evidence| evidence.begin())
    }

    pub fn add(&mut self, check: &'static Check, details: impl Into<String>, locations: Vec<Location>) {
        self.add_with_fixes(check, details, locations, Vec::new());
    }

    pub fn add_with_fixes(
        &mut self,
        check: &'static Check,
        details: impl Into<String>,
        locations: Vec<Location>,
        fixes: Vec<Fix>,
    ) {
        self.push(Finding { check, details: details.into(), locations, fixes, witness: None });
    }

    pub fn add_with_witness(
        &mut self,
        check: &'static Check,
        details: impl Into<String>,
        locations: Vec<Location>,
        witness: Option<Box<Request>>,
    ) {
        self.push(Finding { check, details: details.into(), locations, fixes: Vec::new(), witness });
    }

    /// All that a finding can have.
    pub fn add_whole(
        &mut self,
        check: &'static Check,
        details: impl Into<String>,
        locations: Vec<Location>,
        fixes: Vec<Fix>,
        witness: Option<Box<Request>>,
    ) {
        self.push(Finding { check, details: details.into(), locations, fixes, witness });
    }

    fn push(&mut self, finding: Finding) {
        if self.spend(STEPS_OF_FINDING) {
            self.findings.push(finding);
        }
    }

    /// Keeps what was asked for: a file of checks that was run may speak for codes that were not.
    pub fn drop_unwanted(&mut self, is_wanted: impl Fn(&Check, &Self) -> bool) {
        let mut findings = std::mem::take(&mut self.findings);
        findings.retain(|finding| is_wanted(finding.check, self));
        self.findings = findings;
    }

    pub fn finish(self) -> Result<Validation, ParseError> {
        if self.is_exhausted {
            let most = self.options.max_steps;
            let message = format!("expected at most {most} steps of comparing and reporting");
            let remark = Diagnostic::error("limit-steps", Span::new(0, 0), message);
            return Err(ParseError::new(ErrorKind::Limit, remark, self.source));
        }
        let mut findings = self.findings;
        // Access Analyzer lists findings by their first places, those of one place by code (`finding_order`)
        findings.sort_by_key(|finding| (finding.locations.first().map_or(0, |at| at.span.start), finding.code()));
        let catalog_date = self.options.catalog.and_then(Catalog::oldest_date).map(str::to_owned);
        Ok(Validation { findings, catalog_date })
    }
}
