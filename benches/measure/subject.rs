//! huashu as the benches drive it: text in, program bytes out, and the time of each stage.

use super::timed;
use huashu::api::{Built, Checked, Input, InputFile, InputPackage};
use huashu::base::{FileId, Level, Source, Sources};
use huashu::sema::{Package, SourceFile, Workspace};
use huashu::{api, lower, program, sema, syntax};

/// What one compile took, stage by stage, in seconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stages {
    /// Text to tree.
    pub(crate) parse: f64,
    /// Names, types, branches, paths.
    pub(crate) check: f64,
    /// Model to program.
    pub(crate) lower: f64,
    /// Program to the bytes of a `.huac`, hashes included.
    pub(crate) write: f64,
}

/// Checks and builds a text as `huashu build` does; an error names the first finding, for a flow with a fault is not the flow meant.
pub(crate) fn compile(input: &Input) -> Result<Vec<u8>, String> {
    let checked = api::check(input).map_err(|e| format!("{e:?}"))?;
    Ok(build(&checked)?.bytes)
}

/// Builds what was checked; an error names the first finding.
pub(crate) fn build(checked: &Checked) -> Result<Built, String> {
    api::build(checked).map_err(|findings| first(checked, &findings))
}

/// The package of one file that the flow is.
pub(crate) fn input(text: &str) -> Input {
    let file = InputFile { name: "flow.hua".to_owned(), bytes: text.as_bytes().to_vec() };
    Input { package: InputPackage { name: "flow".into(), files: vec![file], ..InputPackage::default() }, ..Input::default() }
}

/// The same work with a watch between the stages; what the verbs do around them is left out.
pub(crate) fn stages(text: &str) -> Stages {
    let file = FileId(0);
    let (parse, parsed) = timed(|| syntax::parse(file, text));
    let mut sources = Sources::default();
    sources.add(Source::new("flow.hua", text));
    let files = vec![SourceFile { id: file, stem: "flow".into(), origin: "flow".into(), tree: parsed.tree.into() }];
    let packages = vec![Package { name: "flow".into(), files, ..Package::default() }];
    let workspace = Workspace { packages, ..Workspace::default() };
    let (check, analysis) = timed(|| sema::analyse(&workspace, &sources));
    let (lower, lowered) = timed(|| lower::lower(&analysis.model, &sources));
    let (write, _) = timed(|| program::encode_and_hash(&lowered.program, &lowered.sources));
    Stages { parse, check, lower, write }
}

fn first(checked: &Checked, findings: &[huashu::base::Diagnostic]) -> String {
    findings.iter().find(|d| d.level >= Level::Error).map_or_else(String::new, |d| {
        let line = checked.sources.get(d.span.file).map_or(0, |s| s.line_of(d.span.start as usize));
        format!("line {line}: {} {}", d.code.id, d.message.zh)
    })
}
