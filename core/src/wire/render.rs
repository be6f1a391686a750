//! The verb `render`: findings as other programs read them.
//!
//! Sources: GitHub, "Workflow commands"; GitLab, "Code Quality report format".

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::validate::{FindingType, fingerprint};

use super::error::WireError;
use super::excerpt::Excerpts;
use super::object::Object;
use super::sarif::sarif_of;
use super::verbs::{TextOutput, read, write};

/// What `render` is asked.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an object")]
pub(super) struct RenderInput {
    /// What was found.
    #[cfg_attr(test, ts(as = "Vec<FindingInput>"), schemars(with = "Vec<FindingInput>"))]
    findings: Vec<Object<FindingInput>>,
    /// Who is to read it.
    format: FindingsFormat,
    /// The texts of files by their paths; `text` shows excerpts of them.
    #[serde(default)]
    #[cfg_attr(test, ts(as = "Option<BTreeMap<String, String>>"))]
    #[cfg_attr(test, schemars(with = "Option<BTreeMap<String, String>>"))]
    sources: BTreeMap<String, String>,
    /// Whether `text` may have colours, as terminals take them.
    #[serde(default)]
    #[cfg_attr(test, ts(as = "Option<bool>"), schemars(with = "Option<bool>"))]
    color: bool,
}

/// Who reads findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub(super) enum FindingsFormat {
    /// People, with excerpts of the sources.
    Text,
    /// Whatever reads SARIF 2.1.0, such as GitHub's code scanning.
    Sarif,
    /// GitHub's workflows, as annotations.
    Github,
    /// GitLab, as a code quality report.
    Gitlab,
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub(super) enum FindingLevel {
    /// Something is wrong.
    Error,
    /// Something may be wrong.
    Warning,
    /// Something to know.
    Note,
}

/// Something that was found in a file.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields = nullable))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct FindingInput {
    /// A stable name of what it is about.
    pub code: String,
    /// How much it matters.
    pub level: FindingLevel,
    /// What was found.
    pub message: String,
    /// The path of the file, with `/` between its parts.
    pub file: Option<String>,
    /// Where it begins.
    #[cfg_attr(test, ts(as = "Option<PlaceInput>"), schemars(with = "Option<PlaceInput>"))]
    pub start: Option<Object<PlaceInput>>,
    /// Just past its end.
    #[cfg_attr(test, ts(as = "Option<PlaceInput>"), schemars(with = "Option<PlaceInput>"))]
    pub end: Option<Object<PlaceInput>>,
    /// Other places of the same file that it is about.
    #[serde(default)]
    #[cfg_attr(test, ts(as = "Option<Vec<RelatedInput>>"), schemars(with = "Option<Vec<RelatedInput>>"))]
    pub related: Vec<Object<RelatedInput>>,
    /// What stays the same of it when the file changes elsewhere; its message unless said.
    pub identity: Option<String>,
    /// What would help, a line each; for people.
    #[serde(default)]
    #[cfg_attr(test, ts(as = "Option<Vec<String>>"), schemars(with = "Option<Vec<String>>"))]
    pub help: Vec<String>,
}

/// Another place of a finding.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct RelatedInput {
    /// Where it begins.
    #[cfg_attr(test, ts(as = "PlaceInput"), schemars(with = "PlaceInput"))]
    pub start: Object<PlaceInput>,
    /// Just past its end.
    #[cfg_attr(test, ts(as = "PlaceInput"), schemars(with = "PlaceInput"))]
    pub end: Object<PlaceInput>,
}

/// A line and a column, each from 1.
#[derive(Debug, Clone, Copy, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct PlaceInput {
    /// The line.
    pub line: u32,
    /// The column, in code points.
    pub column: u32,
}

/// Findings for programs that gather them: SARIF, annotations of GitHub's workflows, code quality of GitLab. JSON in, a
/// text in JSON out.
///
/// # Errors
/// The input is not of this shape.
///
/// ```
/// let answer = iam_eval::wire::render(r#"{"format": "github", "findings": [{"code": "new-access", "level": "error",
///     "message": "new access", "file": "policy.json", "start": {"line": 3, "column": 5}}]}"#)?;
/// assert_eq!(answer, r#"{"text":"::error file=policy.json,line=3,col=5,title=new-access::new access\n"}"#);
/// # Ok::<(), iam_eval::wire::WireError>(())
/// ```
pub fn render(input: &str) -> Result<String, WireError> {
    let asked: RenderInput = read(input)?;
    let findings: Vec<FindingInput> = asked.findings.into_iter().map(|Object(finding)| finding).collect();
    let excerpts = Excerpts::new(asked.sources.iter().map(|(name, text)| (&**name, &**text)), asked.color);
    write(&TextOutput { text: written(&findings, asked.format, &excerpts)? })
}

/// Findings as `format` has them.
pub(super) fn written(
    findings: &[FindingInput],
    format: FindingsFormat,
    excerpts: &Excerpts<'_>,
) -> Result<String, WireError> {
    Ok(match format {
        FindingsFormat::Text => findings.iter().map(|finding| excerpts.show(finding)).collect(),
        FindingsFormat::Sarif => sarif_of(findings)?,
        FindingsFormat::Github => findings.iter().map(FindingInput::annotation).collect(),
        FindingsFormat::Gitlab => write(&findings.iter().map(FindingInput::quality).collect::<Vec<_>>())? + "\n",
    })
}

impl FindingLevel {
    /// How much a finding of a check matters to who reads files.
    pub fn of(finding_type: FindingType) -> Self {
        match finding_type {
            FindingType::Error => Self::Error,
            FindingType::SecurityWarning | FindingType::Warning => Self::Warning,
            FindingType::Suggestion => Self::Note,
        }
    }

    fn of_github(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "notice",
        }
    }

    fn of_gitlab(self) -> &'static str {
        match self {
            Self::Error => "major",
            Self::Warning => "minor",
            Self::Note => "info",
        }
    }
}

impl FindingInput {
    /// Tells findings apart, and the same one again in another run.
    pub fn fingerprint(&self) -> String {
        let file = self.file.as_deref().unwrap_or("");
        let identity = self.identity.as_deref().unwrap_or(&self.message);
        fingerprint(&self.code, file, identity)
    }

    fn annotation(&self) -> String {
        let mut properties: Vec<String> = Vec::new();
        let mut add = |name: &str, value: String| properties.push(format!("{name}={value}"));
        if let Some(file) = &self.file {
            add("file", escaped(file, true));
        }
        if let Some(Object(start)) = &self.start {
            add("line", start.line.to_string());
            if let Some(Object(end)) = &self.end {
                add("endLine", end.line.to_string());
            }
            add("col", start.column.to_string());
            // columns of another line would be refused
            if let Some(Object(end)) = self.end.as_ref().filter(|Object(end)| end.line == start.line) {
                add("endColumn", end.column.to_string());
            }
        }
        add("title", escaped(&self.code, true));
        let message = escaped(&self.message, false);
        format!("::{} {}::{message}\n", self.level.of_github(), properties.join(","))
    }

    fn quality(&self) -> Quality<'_> {
        Quality {
            description: &self.message,
            check_name: &self.code,
            fingerprint: self.fingerprint(),
            severity: self.level.of_gitlab(),
            location: QualityPlace {
                path: self.file.as_deref().unwrap_or(""),
                lines: QualityLines { begin: self.start.as_ref().map_or(1, |Object(start)| start.line) },
            },
        }
    }
}

/// What a workflow command would take for its own.
fn escaped(text: &str, is_property: bool) -> String {
    let text = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    if is_property { text.replace(':', "%3A").replace(',', "%2C") } else { text }
}

#[derive(Serialize)]
struct Quality<'f> {
    description: &'f str,
    check_name: &'f str,
    fingerprint: String,
    severity: &'static str,
    location: QualityPlace<'f>,
}

#[derive(Serialize)]
struct QualityPlace<'f> {
    path: &'f str,
    lines: QualityLines,
}

#[derive(Serialize)]
struct QualityLines {
    begin: u32,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn text(format: &str, findings: &Value) -> String {
        let answer: Value =
            serde_json::from_str(&render(&json!({"format": format, "findings": findings}).to_string()).unwrap())
                .unwrap();
        answer["text"].as_str().unwrap().to_owned()
    }

    fn finding() -> Value {
        json!({"code": "new-access", "level": "error", "message": "100%: new\naccess", "file": "a b/p,1.json",
            "start": {"line": 2, "column": 3}, "end": {"line": 4, "column": 5}})
    }

    #[test]
    fn a_workflow_command_is_one_line() {
        assert_eq!(
            text("github", &json!([finding()])),
            "::error file=a b/p%2C1.json,line=2,endLine=4,col=3,title=new-access::100%25: new%0Aaccess\n"
        );
    }

    #[test]
    fn a_fingerprint_is_of_what_stays() {
        let moved = {
            let mut moved = finding();
            moved["start"] = json!({"line": 9, "column": 1});
            moved
        };
        let both: Value = serde_json::from_str(&text("gitlab", &json!([finding(), moved]))).unwrap();
        assert_eq!(both[0]["fingerprint"], both[1]["fingerprint"]);
        assert_eq!(both[1]["location"]["lines"]["begin"], 9);
    }
}
