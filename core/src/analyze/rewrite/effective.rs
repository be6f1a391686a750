//! What is left of some policies under others, as a document.

use crate::condition::QualifiedOperator;
use crate::document::Effect;

use super::super::containment::AnalyzeOptions;
use super::answer::{Document, Inexact};
use super::draft::{Draft, Test};
use super::finish::{Target, finish, settle_cuts, simplify};
use super::layers::Layers;
use super::meet::Met;
use super::prove::Prover;

/// Which policy grants exactly what layers grant together?
///
/// The document stands for all layers: identity policies, permissions boundary, session and service control policies.
/// That it grants nothing that they do not is proved; whether it grants all that they do is said and proved, too
/// ([`Document::is_exact`]), or why not. A Deny of any layer is carried over where it takes something.
///
/// Takes as long as the pairs of statements of the layers are many, and [`AnalyzeOptions::max_steps`] for each proof.
///
/// ```
/// use iam_eval::{Policy, analyze::{AnalyzeOptions, Layers, find_effective}};
///
/// let admin: Policy = r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#.parse()?;
/// let boundary: Policy = r#"{"Statement":{"Effect":"Allow","Action":["s3:*","ec2:Describe*"],"Resource":"*"}}"#.parse()?;
/// let layers = Layers::new().identity([&admin]).permissions_boundary(&boundary);
/// let effective = find_effective(&layers, &AnalyzeOptions::default());
/// assert!(effective.is_exact);
/// assert_eq!(
///     effective.policy.map(|policy| policy.to_json()).as_deref(),
///     Some(r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ec2:Describe*","s3:*"],"Resource":"*"}]}"#),
/// );
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
pub fn find_effective(layers: &Layers<'_>, options: &AnalyzeOptions) -> Document {
    let mut prover = Prover::new(options);
    let work = prover.work.clone();
    let mut denies = Vec::new();
    let mut met: Option<Met> = None;
    for policies in layers.iter() {
        denies.extend(Draft::of_policies(policies, Effect::Deny));
        let allows = Draft::of_policies(policies, Effect::Allow);
        met = Some(match met {
            Some(met) => met.meet(&allows, &work),
            None => Met::of(allows, &work),
        });
    }
    let mut met = met.unwrap_or_else(|| Met::of(vec![Draft::everything(Effect::Allow)], &work));
    let mut reasons: Vec<Inexact> = Vec::new();
    if met.is_cut_off {
        reasons.push(Inexact::TooLarge);
    }
    simplify(&mut met.meetings, &mut prover);
    let (allows, cuts) = settle_cuts(met.meetings, &denies, &mut reasons, &mut prover);
    reasons.extend(unsaid(&met.narrowed));
    denies.extend(cuts);
    let target = Target { region: layers.region(), except: None };
    finish(&allows, denies, reasons, &target, &mut prover)
}

/// Each operator and key once.
pub(super) fn unsaid(tests: &[Test]) -> Vec<Inexact> {
    let mut known: Vec<(QualifiedOperator, &str)> = Vec::new();
    for test in tests {
        if !known.contains(&(test.operator, &test.key)) {
            known.push((test.operator, &test.key));
        }
    }
    known.into_iter().map(|(operator, key)| Inexact::Condition { operator, key: key.to_owned() }).collect()
}
