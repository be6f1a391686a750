//! The paths that are known, as the crate's text has them.

use crate::arn::Arn;

/// One line a fact; see its head.
const TEXT: &str = include_str!("../../../data/escalation-paths.txt");

/// A way to gain access that was not given, as others have described it: which actions it takes.
///
/// Source: pathfinding.cloud of Datadog (Apache-2.0), ids and sets of actions.
///
/// ```
/// use iam_eval::analyze::known_escalation_paths;
///
/// let lambda = known_escalation_paths().into_iter().find(|path| path.id == "lambda-001").unwrap();
/// assert_eq!(lambda.required, ["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"]);
/// assert_eq!(lambda.category, "new-passrole");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct KnownPath {
    /// Its name, such as `iam-001`.
    pub id: String,
    /// What kind it is, such as `self-escalation`.
    pub category: String,
    /// The services that it goes through.
    pub services: Vec<String>,
    /// The actions that it takes, all of them.
    pub required: Vec<String>,
    /// Actions that help and are not needed.
    pub additional: Vec<String>,
}

/// The facts of the text.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub paths: Vec<KnownPath>,
    /// A service, and to which hosts it has a role passed.
    hosts: Vec<(&'static str, Vec<&'static str>)>,
    /// An action, and for each resource that it needs the types of which it may be.
    needs: Vec<(&'static str, Vec<Vec<&'static str>>)>,
    pub date: &'static str,
}

fn words(text: &'static str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

impl Known {
    pub fn read() -> Self {
        let mut known = Self::default();
        for line in TEXT.lines() {
            let mut fields = line.split('\t');
            let mut next = || fields.next().unwrap_or("");
            match next() {
                "P" => {
                    next();
                    known.date = next();
                }
                "H" => known.hosts.push((next(), next().split(' ').collect())),
                "R" => {
                    let (action, needs) = (next(), next());
                    known.needs.push((action, needs.split(' ').map(|types| types.split('|').collect()).collect()));
                }
                "E" => known.paths.push(KnownPath {
                    id: next().to_owned(),
                    category: next().to_owned(),
                    services: words(next()),
                    required: words(next()),
                    additional: words(next()),
                }),
                _ => {}
            }
        }
        known
    }

    /// To which hosts does a service have a role passed?
    pub fn hosts(&self, service: &str) -> Vec<String> {
        let listed = self.hosts.iter().find(|(known, _)| *known == service);
        match listed {
            Some((_, hosts)) => hosts.iter().map(|host| (*host).to_owned()).collect(),
            None => vec![format!("{service}.amazonaws.com")],
        }
    }

    /// The types of each resource that an action needs, where the catalogue does not say it.
    pub fn needs(&self, action: &str) -> Option<&[Vec<&'static str>]> {
        self.needs.iter().find(|(known, _)| *known == action).map(|(_, needs)| needs.as_slice())
    }
}

impl KnownPath {
    /// The services that it has a role passed to.
    pub(super) fn passes_to(&self) -> Vec<&str> {
        if !self.required.iter().any(|action| action == "iam:PassRole") {
            return Vec::new();
        }
        let services = self.required.iter().filter_map(|action| action.split_once(':')).map(|(service, _)| service);
        let mut services: Vec<&str> = services.filter(|service| *service != "iam").collect();
        services.dedup();
        services
    }
}

/// May a caller take one of the paths, as far as it is known which actions some statement allows it?
pub(crate) fn may_take_path(may_be_allowed: &dyn Fn(&str) -> bool) -> bool {
    let paths = TEXT.lines().filter_map(|line| line.strip_prefix("E\t"));
    let mut required = paths.filter_map(|path| path.split('\t').nth(3));
    required.any(|actions| actions.split(' ').all(may_be_allowed))
}

/// All paths that are known, in the order of their names.
///
/// ```
/// assert_eq!(iam_eval::analyze::known_escalation_paths().len(), 65);
/// ```
pub fn known_escalation_paths() -> Vec<KnownPath> {
    Known::read().paths
}

/// A partition, a region and an account that stand together in an ARN of a policy, empty where it does not fix them.
pub(super) fn place(pattern: &str) -> Option<[&str; 3]> {
    let arn = Arn::parse(pattern)?;
    let fixed = |field: &'_ str| !field.contains(['*', '?', '$']);
    let of = |field| if fixed(field) { field } else { "" };
    Some([of(arn.partition()), of(arn.region()), of(arn.account())])
}
