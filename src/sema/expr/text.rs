//! Texts: placeholders, key points, and the documents they mention.

use crate::base::{Diagnostic, Edit, Span};
use crate::sema::codes::names::UNDECLARED_DOCUMENT;
use crate::sema::codes::types::TYPE_MISMATCH;
use crate::sema::cx::{Cx, Inner};
use crate::sema::model::{self, Expr, ExprKind, Ty};
use crate::sema::names::nearest;
use crate::sema::scope::Symbol;
use crate::syntax::ast::{Text, TextPart};
use smol_str::SmolStr;

impl Cx<'_> {
    /// Reads a text with its placeholders.
    pub(crate) fn text(&mut self, text: &Text) -> model::Text {
        self.documents(text);
        let before = std::mem::replace(&mut self.in_text, true);
        let parts = self.text_parts(&text.parts);
        self.in_text = before;
        model::Text { parts, span: text.span }
    }

    fn text_parts(&mut self, parts: &[TextPart]) -> Vec<model::TextPart> {
        let mut out = Vec::with_capacity(parts.len());
        for part in parts {
            out.push(match part {
                TextPart::Plain(plain) => model::TextPart::Plain(plain.clone()),
                TextPart::Value(e) => {
                    let value = self.expr(e, None);
                    let value = self.printable(value);
                    let groups = self.groups(&value);
                    model::TextPart::Value(Box::new(value), groups)
                }
                TextPart::Capture(capture) => {
                    let (name, ty) = capture.as_ref();
                    let slot = self.full_slot(ty);
                    model::TextPart::Capture(name.text.clone(), slot.ty)
                }
                TextPart::Key(inner) => model::TextPart::Key(self.text_parts(inner)),
                TextPart::Gap => model::TextPart::Gap,
            });
        }
        out
    }

    /// A value that can be said: no record, no recording.
    fn printable(&mut self, value: Expr) -> Expr {
        let fits = match &value.ty {
            // In a scenario a column may hold the name of the class that is said.
            Ty::Phrases => matches!(self.inner, Inner::Row(_)),
            Ty::Record(_) | Ty::Recording | Ty::Signature => false,
            _ => !matches!(value.kind, ExprKind::Action(_)),
        };
        if fits {
            return value;
        }
        let (zh, en) = value.ty.called(self.model);
        let d = Diagnostic::new(&TYPE_MISMATCH, value.span, format!("{zh}念不出来"), format!("{en} cannot be said"));
        let d = if matches!(value.ty, Ty::Record(_)) {
            d.help("写明念哪一个字段，比如 {单.客户姓名}。", "Say which field is meant, for example {order.name}.")
        } else {
            d.help("话里只能放文字、数和时间。", "A line may hold texts, numbers and times only.")
        };
        self.report(d);
        Expr::bad(value.span)
    }

    /// The lengths of 分段 where the value is a field that has them.
    fn groups(&self, value: &Expr) -> Vec<u32> {
        let ExprKind::Field(base, field) = &value.kind else { return Vec::new() };
        let form = self.form_of(base).and_then(|f| self.model.forms.get(f.index()));
        form.and_then(|f| f.fields.get(field.index())).map_or_else(Vec::new, |f| f.grouped.clone())
    }

    /// Reports each 《》 that names neither a form nor a declared document.
    pub(crate) fn documents(&mut self, text: &Text) {
        if !self.env.scopes.titles || !text.parts.iter().any(mentions) {
            return;
        }
        let written = self.env.sources.slice(text.span);
        let mut from = 0;
        while let Some((open, title)) = next_title(written, from) {
            from = open + title.len() + '《'.len_utf8() + '》'.len_utf8();
            if self.env.scopes.knows_document(self.file, title) {
                continue;
            }
            let start = text.span.start as usize + open;
            let span = Span::new(text.span.file, start, start + (from - open));
            let names: Vec<&str> = self.document_names();
            let d = Diagnostic::new(&UNDECLARED_DOCUMENT, span, format!("没有声明过《{title}》"), format!("《{title}》 is not declared"));
            let d = match nearest(title, names.into_iter()) {
                Some(near) => d.suggest(
                    format!("是不是《{near}》？"),
                    format!("did you mean 《{near}》?"),
                    vec![Edit { span, text: format!("《{near}》") }],
                ),
                None => d.help(
                    format!("系统里的表用“登记表”声明，外面的文件写一行：引用 文档 “《{title}》”。"),
                    format!("A form in the system is declared with `form`; a paper outside takes one line: `use document “《{title}》”`."),
                ),
            };
            self.report(d);
        }
    }

    fn document_names(&self) -> Vec<&str> {
        let scopes = self.env.scopes;
        let forms = scopes.visible(self.file).filter(|(_, e)| matches!(e.symbol, Symbol::Form(_))).map(|(n, _)| n.as_str());
        forms.chain(self.model.documents.iter().map(SmolStr::as_str)).collect()
    }
}

fn mentions(part: &TextPart) -> bool {
    match part {
        TextPart::Plain(plain) => has_title(plain.as_bytes()),
        TextPart::Key(inner) => inner.iter().any(mentions),
        TextPart::Value(_) | TextPart::Capture(..) | TextPart::Gap => false,
    }
}

/// Whether `《` stands anywhere. Its first byte begins every Chinese full stop too, so a search for single bytes would stop at each
/// sentence; comparing all three at once, without an early end, goes many bytes a step.
pub(crate) fn has_title(bytes: &[u8]) -> bool {
    let (second, third) = (bytes.get(1..).unwrap_or_default(), bytes.get(2..).unwrap_or_default());
    let triples = bytes.iter().zip(second).zip(third);
    triples.fold(false, |found, ((a, b), c)| found | ((*a == 0xe3) & (*b == 0x80) & (*c == 0x8a)))
}

/// The next 《…》 from a byte on: where it opens, and what stands inside.
fn next_title(text: &str, from: usize) -> Option<(usize, &str)> {
    let open = from + text.get(from..)?.find('《')?;
    let inside = text.get(open + '《'.len_utf8()..)?;
    let close = inside.find('》')?;
    inside.get(..close).map(|title| (open, title))
}

/// The characters of a text that has nothing else, joined.
pub(super) fn only_plain(text: &Text) -> Option<String> {
    let mut out = String::new();
    for part in &text.parts {
        match part {
            TextPart::Plain(plain) => out.push_str(plain),
            TextPart::Value(_) | TextPart::Capture(..) | TextPart::Key(_) | TextPart::Gap => return None,
        }
    }
    Some(out)
}

/// The words of a text, `…` kept, values left out.
pub(crate) fn plain(text: &Text) -> SmolStr {
    // Most texts are nothing but words, which are shared with the tree.
    if let [TextPart::Plain(words)] = text.parts.as_slice() {
        return words.clone();
    }
    let mut out = String::new();
    push_plain(&text.parts, &mut out);
    out.into()
}

fn push_plain(parts: &[TextPart], out: &mut String) {
    for part in parts {
        match part {
            TextPart::Plain(plain) => out.push_str(plain),
            TextPart::Key(inner) => push_plain(inner, out),
            TextPart::Gap => out.push('…'),
            TextPart::Value(_) | TextPart::Capture(..) => {}
        }
    }
}
