//! A finding as a person sees it, drawn by miette.

use super::page::Page;
use super::{Diagnostic, Lang, Level, Sources};
use miette::{GraphicalReportHandler, LabeledSpan, Severity, SourceCode};
use std::fmt;

/// A finding with the texts it speaks of and the language to speak in.
pub struct Report<'a> {
    finding: &'a Diagnostic,
    lang: Lang,
    source: Page<'a>,
    labels: Vec<LabeledSpan>,
    elsewhere: Vec<Elsewhere<'a>>,
}

/// A related place in another file, drawn below the main one.
struct Elsewhere<'a> {
    text: String,
    source: Page<'a>,
    label: LabeledSpan,
}

impl<'a> Report<'a> {
    /// Prepares `finding` for drawing.
    pub fn new(finding: &'a Diagnostic, sources: &'a Sources, lang: Lang) -> Self {
        let main = LabeledSpan::new_primary_with_span(non_empty(finding.label.get(lang)), finding.span.range());
        let mut labels = vec![main];
        let mut elsewhere = Vec::new();
        for label in &finding.related {
            let text = label.message.get(lang).to_owned();
            if label.span.file == finding.span.file {
                labels.push(LabeledSpan::new_with_span(Some(text), label.span.range()));
            } else {
                let there = LabeledSpan::new_primary_with_span(None, label.span.range());
                elsewhere.push(Elsewhere { text, source: Page::of(sources, label.span.file), label: there });
            }
        }
        Self { finding, lang, source: Page::of(sources, finding.span.file), labels, elsewhere }
    }

    /// Draws the finding with `handler`; a line break ends it.
    pub fn draw(&self, handler: &GraphicalReportHandler) -> String {
        let mut out = String::new();
        // Writing to a String cannot fail.
        let _ = handler.render_report(&mut out, self);
        match self.lang {
            Lang::Zh => out.split_inclusive('\n').map(headed).collect(),
            Lang::En => out,
        }
    }
}

/// miette heads advice and related places in English; a Chinese reader gets words of the same width.
/// A line of the script never begins like this: it stands behind its number.
fn headed(line: &str) -> String {
    let bare = line.trim_start_matches(|c: char| c == ' ' || c == '\u{1b}' || c == '[' || c == ';' || c == 'm' || c.is_ascii_digit());
    if bare.starts_with("help: ") {
        line.replacen("help: ", "改法：", 1)
    } else if bare.starts_with("Advice: ") {
        line.replacen("Advice: ", "另见：", 1)
    } else {
        line.to_owned()
    }
}

fn non_empty(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

impl fmt::Debug for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.finding.fmt(f)
    }
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.finding.message.get(self.lang))
    }
}

impl std::error::Error for Report<'_> {}

impl miette::Diagnostic for Report<'_> {
    fn code<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        Some(Box::new(format!("{} {}", self.finding.shown_code(), self.finding.code.title(self.lang))))
    }

    fn severity(&self) -> Option<Severity> {
        Some(match self.finding.level {
            Level::Off | Level::Info => Severity::Advice,
            Level::Warn => Severity::Warning,
            Level::Error | Level::Forbid => Severity::Error,
        })
    }

    fn help<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        let help = self.finding.help.as_ref().map(|m| m.get(self.lang));
        let fix = self.finding.fix.as_ref().map(|f| match (f.safe, self.lang) {
            (true, Lang::Zh) => format!("--fix 会替您改：{}", f.message.zh),
            (true, Lang::En) => format!("--fix does it: {}", f.message.en),
            (false, _) => f.message.get(self.lang).to_owned(),
        });
        // What is only proposed says no more than the advice, where there is one.
        let proposed = self.finding.fix.as_ref().is_some_and(|f| !f.safe);
        let fix = fix.filter(|_| !proposed || help.is_none());
        let text: Vec<String> = help.map(str::to_owned).into_iter().chain(fix).collect();
        (!text.is_empty()).then(|| Box::new(text.join("\n")) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }

    fn related<'b>(&'b self) -> Option<Box<dyn Iterator<Item = &'b dyn miette::Diagnostic> + 'b>> {
        (!self.elsewhere.is_empty()).then(|| Box::new(self.elsewhere.iter().map(|e| e as &dyn miette::Diagnostic)) as _)
    }
}

impl fmt::Debug for Elsewhere<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Display for Elsewhere<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Elsewhere<'_> {}

impl miette::Diagnostic for Elsewhere<'_> {
    fn severity(&self) -> Option<Severity> {
        Some(Severity::Advice)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(std::iter::once(self.label.clone())))
    }
}
