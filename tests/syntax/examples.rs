//! The four example files are read without a finding about their text.

use huashu::base::{FileId, Lang, Report, Source, Sources};
use miette::{GraphicalReportHandler, GraphicalTheme};

/// Every finding, drawn.
pub(crate) fn findings(name: &str, text: &str) -> String {
    let mut sources = Sources::default();
    sources.add(Source::new(name, text));
    let parsed = huashu::syntax::parse(FileId(0), text);
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor()).with_width(100);
    parsed.diagnostics.iter().map(|d| Report::new(d, &sources, Lang::Zh).draw(&handler)).collect()
}

#[test]
fn examples_parse() {
    insta::glob!("../examples", "*.hua", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        assert_eq!(findings("example", &text), "", "{}", path.display());
    });
}

#[test]
#[ignore]
fn show() {
    let text = std::fs::read_to_string(std::env::var("SHOW").unwrap()).unwrap();
    println!("{}", findings("x", &text));
    print!("{}", super::tree::print(&huashu::syntax::parse(FileId(0), &text).tree.decls));
}
