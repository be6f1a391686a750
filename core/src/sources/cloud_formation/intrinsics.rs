//! What CloudFormation's functions come to, as far as the template says.
//!
//! `Fn::If` takes the branch its condition is settled to, `Fn::Sub` and `Fn::Join` are put together around what is
//! known, `AWS::NoValue` is nothing. All else is known only when the template is used: also pseudo parameters, and also
//! parameters that have a default.
//!
//! Source: CloudFormation template reference, "Intrinsic function reference".

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use super::node::{Content, Node};

/// A text of which pieces may be unknown.
pub(super) type Pieces = Vec<Piece>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Known(String),
    /// With what it hangs on.
    Unknown(Cow<'static, str>),
}

/// What a node comes to.
#[derive(Debug)]
pub(super) enum Resolved<'n, 's> {
    /// A value that stands in the template.
    Node(&'n Node<'s>),
    Pieces(Pieces),
    /// It is as if it were not there.
    Nothing,
    /// With what it hangs on.
    Unknown(Cow<'static, str>),
}

/// How conditions are settled, and what was met on the way.
#[derive(Debug, Clone, Default)]
pub(super) struct Settled {
    /// Those that are not here hold.
    pub conditions: BTreeMap<String, bool>,
    /// The conditions that were asked for.
    pub asked: BTreeMap<String, bool>,
    /// The branches that were taken: the place of the function, and which.
    pub taken: Vec<(usize, bool, String)>,
    /// How many bytes may be put together still.
    pub left: usize,
}

/// More was put together than the limit allows.
#[derive(Debug)]
pub(super) struct TooMuch;

impl Settled {
    pub fn spend(&mut self, bytes: usize) -> Result<(), TooMuch> {
        self.left = self.left.checked_sub(bytes).ok_or(TooMuch)?;
        Ok(())
    }

    fn holds(&mut self, condition: &str) -> bool {
        let holds = self.conditions.get(condition).copied().unwrap_or(true);
        self.asked.insert(condition.to_owned(), holds);
        holds
    }

    /// What does a node come to?
    pub fn resolve<'n, 's>(&mut self, node: &'n Node<'s>) -> Result<Resolved<'n, 's>, TooMuch> {
        let mut node = node;
        loop {
            self.spend(1)?;
            let Some((name, argument)) = node.intrinsic() else { return Ok(Resolved::Node(node)) };
            match (name, &argument.content) {
                ("Ref", Content::Text(text)) if text == "AWS::NoValue" => return Ok(Resolved::Nothing),
                ("Fn::If", Content::List(parts)) => {
                    let [condition, then, otherwise] = &parts[..] else {
                        return Ok(Resolved::Unknown("Fn::If".into()));
                    };
                    let Some(condition) = condition.text() else { return Ok(Resolved::Unknown("Fn::If".into())) };
                    let holds = self.holds(condition);
                    self.taken.push((argument.span.start, holds, condition.to_owned()));
                    node = if holds { then } else { otherwise };
                }
                ("Fn::Sub", _) => return self.substitute(argument).map(Resolved::Pieces),
                ("Fn::Join", _) => return self.join(argument).map(Resolved::Pieces),
                _ => return Ok(Resolved::Unknown(cause(name))),
            }
        }
    }

    /// A text, with its unknown pieces; none where it is as if it were not there.
    fn pieces(&mut self, node: &Node<'_>) -> Result<Option<Pieces>, TooMuch> {
        Ok(Some(match self.resolve(node)? {
            Resolved::Nothing => return Ok(None),
            Resolved::Pieces(pieces) => pieces,
            Resolved::Unknown(cause) => vec![Piece::Unknown(cause)],
            Resolved::Node(node) => match &node.content {
                Content::Text(text) | Content::Word(text) => {
                    self.spend(text.len())?;
                    vec![Piece::Known(text.to_string())]
                }
                _ => vec![Piece::Unknown("a text".into())],
            },
        }))
    }

    fn join(&mut self, argument: &Node<'_>) -> Result<Pieces, TooMuch> {
        let [delimiter, parts] = argument.entries() else { return Ok(vec![Piece::Unknown("Fn::Join".into())]) };
        let (Some(delimiter), Content::List(parts)) = (delimiter.text(), &parts.content) else {
            return Ok(vec![Piece::Unknown("Fn::Join".into())]);
        };
        let mut pieces = Vec::new();
        let mut is_first = true;
        for part in parts {
            let Some(of_part) = self.pieces(part)? else { continue };
            if !is_first {
                self.spend(delimiter.len())?;
                pieces.push(Piece::Known(delimiter.to_owned()));
            }
            is_first = false;
            pieces.extend(of_part);
        }
        Ok(pieces)
    }

    /// `${Name}` is what the second argument says, or what is known later; `${!Name}` is `${Name}`.
    fn substitute(&mut self, argument: &Node<'_>) -> Result<Pieces, TooMuch> {
        let (template, names) = match argument.entries() {
            [template, names] => (template.text(), names.members()),
            [template] => (template.text(), &[][..]),
            _ => (argument.text(), &[][..]),
        };
        let Some(template) = template else { return Ok(vec![Piece::Unknown("Fn::Sub".into())]) };
        // each is worked out once, however often it is named
        let mut known = HashMap::new();
        for named in names {
            known.insert(&*named.name, self.pieces(&named.value)?.unwrap_or_default());
        }
        let mut pieces = Vec::new();
        let mut rest = template;
        self.spend(template.len())?;
        while let Some((before, after)) = rest.split_once("${") {
            let Some((name, after)) = after.split_once('}') else { break };
            pieces.push(Piece::Known(before.to_owned()));
            rest = after;
            match (name.strip_prefix('!'), known.get(name.trim())) {
                (Some(literal), _) => pieces.push(Piece::Known(format!("${{{literal}}}"))),
                (None, Some(of_name)) => {
                    let length = |piece: &Piece| match piece {
                        Piece::Known(text) => text.len() + 1,
                        Piece::Unknown(_) => 1,
                    };
                    self.spend(of_name.iter().map(length).sum())?;
                    pieces.extend(of_name.iter().cloned());
                }
                (None, None) => pieces.push(Piece::Unknown("Fn::Sub".into())),
            }
        }
        pieces.push(Piece::Known(rest.to_owned()));
        Ok(pieces)
    }
}

/// The name of a function, for those who read of a hole.
fn cause(name: &str) -> Cow<'static, str> {
    const KNOWN: &[&str] = &[
        "Ref",
        "Fn::Base64",
        "Fn::Cidr",
        "Fn::FindInMap",
        "Fn::GetAZs",
        "Fn::GetAtt",
        "Fn::If",
        "Fn::ImportValue",
        "Fn::Join",
        "Fn::Select",
        "Fn::Split",
        "Fn::Sub",
        "Fn::ToJsonString",
        "Fn::Transform",
    ];
    match KNOWN.iter().find(|known| **known == name) {
        Some(known) => Cow::Borrowed(*known),
        None => Cow::Owned(name.to_owned()),
    }
}
