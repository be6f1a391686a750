//! What `Effect` may be.

use crate::document::Effect;
use crate::validate::check::{Check, Example, kinds};
use crate::validate::edit::replace_string;
use crate::validate::fix::Fix;
use crate::validate::report::Report;
use crate::validate::subject::{Statement, Subject};
use crate::validate::table::{Rule, Run};

pub(in crate::validate) static RULE: Rule = Rule { checks: &[&INVALID_EFFECT], run: Run::Statement(look) };

static INVALID_EFFECT: Check = Check::error(
    "INVALID_EFFECT",
    kinds::ALL,
    "`Effect` is neither `Allow` nor `Deny`, in that letter case",
)
.examples(
    &[
        Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"DENY","Action":"sqs:*","Resource":"*"}}"#),
        Example::scp(r#"{"Version":"2012-10-17","Statement":{"Effect":"Permit","Action":"sqs:*","Resource":"*"}}"#),
    ],
    &[Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"sqs:*","Resource":"*"}}"#)],
);

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    let Some(member) = statement.effect else { return };
    let Some(text) = member.value().as_str() else { return };
    if Effect::from_text(&text).is_some() {
        return;
    }
    let meant =
        [Effect::Allow, Effect::Deny].into_iter().find(|effect| text.trim().eq_ignore_ascii_case(effect.as_str()));
    let fix = meant.map(|effect| {
        let edit = replace_string(member.value().span(), effect.as_str());
        Fix::new(format!("write `{}`", effect.as_str()), vec![edit])
    });
    let details = format!("expected `Allow` or `Deny`, found `{text}`");
    report.add_with_fixes(&INVALID_EFFECT, details, vec![statement.at_value(member)], Vec::from_iter(fix));
}
