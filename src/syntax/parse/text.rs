//! Texts: what is typed, the values between braces, key points, gaps; and dates and clocks.

use super::cx::{Cx, How};
use crate::base::{Diagnostic, Edit, Span, limits};
use crate::syntax::ast::{Clock, Date, Expr, ExprKind, Meta, Name, Path, Text, TextPart};
use crate::syntax::codes;
use crate::syntax::grammar::Rule;
use crate::syntax::keyword;
use crate::syntax::lines::{Joined, Mapped};
use crate::syntax::name::normal;
use crate::syntax::token::{self, Cursor, Node};
use crate::syntax::word;

impl<'a> Cx<'a> {
    /// A quoted text.
    pub(crate) fn text(&mut self, node: Node<'_>) -> Text {
        let raw = node.str();
        let first = raw.chars().next().map_or(0, char::len_utf8);
        let last = raw.chars().next_back().map_or(0, char::len_utf8);
        let end = raw.len().saturating_sub(last).max(first);
        let span = node.span();
        if !raw.contains(['{', '}', '【', '】', '…']) {
            let inner = raw.get(first..end).unwrap_or("");
            return Text { parts: plain(inner), span };
        }
        let piece = node.inner().text.part(node.start + first, node.start + end);
        Text { parts: self.parts(&piece), span }
    }

    /// The text from `start` to the end of a line that is taken as it stands, with the deeper lines that continue it;
    /// a deeper 依据 is a clause.
    pub(crate) fn raw(&mut self, at: usize, start: usize, meta: &mut Meta) -> Text {
        let piece = self.raw_piece(at, start, None, meta);
        Text { parts: self.parts(&piece), span: piece.whole(self.file()) }
    }

    /// The same as a piece, up to byte `end` of the line.
    pub(crate) fn raw_piece(&mut self, at: usize, start: usize, end: Option<usize>, meta: &mut Meta) -> Mapped<'a> {
        let lines = self.lines;
        let Some(line) = lines.get(at) else { return Mapped::plain(lines.src, 0, 0) };
        let whole = line.text.text.len();
        if line.until as usize <= at + 1 {
            return line.text.original(lines.src, start, end.unwrap_or(whole));
        }
        let mut out = Joined::default();
        line.text.original_into(lines.src, start, end.unwrap_or(whole), &mut out);
        for below in lines.below(Some(at)) {
            if keyword::head(self.words(below)).is_some_and(|(k, _)| k.rule == Rule::k_basis) {
                self.clause_line(below, meta);
                continue;
            }
            let until = lines.get(below).map_or(below, |l| l.until as usize);
            for more in below..until {
                if self.take_raw(more, How::Raw)
                    && let Some(line) = lines.get(more)
                {
                    line.text.original_into(lines.src, 0, line.text.text.len(), &mut out);
                }
            }
        }
        out.finish(line.text.start)
    }

    /// The parts of a text.
    pub(crate) fn parts(&mut self, piece: &Mapped<'_>) -> Vec<TextPart> {
        let text: &str = &piece.text;
        let mut stack: Vec<Vec<TextPart>> = vec![Vec::new()];
        let mut run = String::new();
        let mut rest = text.char_indices().peekable();
        while let Some((at, c)) = rest.next() {
            let twice = rest.peek().is_some_and(|(_, next)| *next == c);
            match c {
                '{' | '}' if twice => {
                    rest.next();
                    run.push(c);
                }
                '{' => {
                    flush(&mut run, &mut stack);
                    let close = text.get(at..).and_then(|t| t.find('}')).map(|n| at + n);
                    let part = self.placeholder(piece, at, close);
                    add(&mut stack, part);
                    while rest.peek().is_some_and(|(i, _)| *i <= close.unwrap_or(text.len())) {
                        rest.next();
                    }
                }
                '【' if stack.len() <= limits::NESTING => {
                    flush(&mut run, &mut stack);
                    stack.push(Vec::new());
                }
                '】' if stack.len() > 1 => {
                    flush(&mut run, &mut stack);
                    let inner = stack.pop().unwrap_or_default();
                    add(&mut stack, Some(TextPart::Key(inner)));
                }
                '…' => {
                    flush(&mut run, &mut stack);
                    let again = stack.last().and_then(|p| p.last()).is_some_and(|p| matches!(p, TextPart::Gap));
                    add(&mut stack, (!again).then_some(TextPart::Gap));
                }
                _ => run.push(c),
            }
        }
        flush(&mut run, &mut stack);
        while stack.len() > 1 {
            let inner = stack.pop().unwrap_or_default();
            add(&mut stack, Some(TextPart::Key(inner)));
        }
        stack.pop().unwrap_or_default()
    }

    fn placeholder(&mut self, piece: &Mapped<'_>, open: usize, close: Option<usize>) -> Option<TextPart> {
        let file = self.file();
        let Some(close) = close else {
            self.report(
                Diagnostic::new(&codes::BAD_PLACEHOLDER, piece.span(file, open, open + 1), "花括号没有合上", "a brace is not closed")
                    .help("补上“}”；要说花括号本身，写成“{{”", "add `}`; a brace itself is written `{{`"),
            );
            return None;
        };
        if let Some(name) = plain_name(piece.text.get(open + 1..close).unwrap_or("")) {
            let span = piece.span(file, open + 1, close);
            let path = Path { parts: vec![Name { text: normal(name), span }], span };
            return Some(TextPart::Value(Box::new(Expr { kind: ExprKind::Path(path), span })));
        }
        let inner = piece.part(open + 1, close).folded();
        let brackets = inner.text.bytes().filter(|b| matches!(b, b'(' | b'{')).count();
        let toks = if brackets > limits::NESTING { None } else { token::read(Rule::placeholder, &inner.text).ok() };
        let Some(toks) = toks else {
            let span = piece.span(file, open, close + 1);
            self.report(
                Diagnostic::new(
                    &codes::BAD_PLACEHOLDER,
                    span,
                    format!("花括号里的“{}”不是一个值", inner.text),
                    format!("`{}` between braces is not a value", inner.text),
                )
                .help(
                    "花括号里写一个名字或式子，如 {客户姓名}、{时段(单.服务时间)}；要说花括号本身，写成“{{”和“}}”",
                    "between braces stands a name or an expression; a brace itself is written `{{` or `}}`",
                ),
            );
            return None;
        };
        let mut c = Cursor::new(&inner, file, &toks);
        match c.peek() {
            Some(Rule::capture) => {
                let mut inside = c.next()?.inner();
                let name = inside.name();
                Some(TextPart::Capture(Box::new((name, self.type_ref(&mut inside)))))
            }
            _ => Some(TextPart::Value(Box::new(self.next_expr(&mut c)))),
        }
    }

    /// A date that must exist.
    pub(crate) fn date(&mut self, node: Node<'_>) -> Date {
        self.real_date(node).unwrap_or(Date { year: 2000, month: 1, day: 1 })
    }

    /// A date; none, and reported, where there is no such day.
    pub(crate) fn real_date(&mut self, node: Node<'_>) -> Option<Date> {
        let mut parts = node.str().split('-').map(|p| p.parse::<u16>().unwrap_or(0));
        let (year, month, day) = (parts.next().unwrap_or(0), parts.next().unwrap_or(0) as u8, parts.next().unwrap_or(0) as u8);
        if chrono::NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day)).is_none() || year == 0 {
            self.no_such(node.span(), node.str());
            return None;
        }
        Some(Date { year, month, day })
    }

    /// A clock time up to 24:00.
    pub(crate) fn clock(&mut self, node: Node<'_>) -> Clock {
        let text = node.str();
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let mut ms = format!("{part:0<3}").parse::<u32>().unwrap_or(0);
        let mut good = true;
        for (n, (field, size)) in whole.split(':').zip([3_600_000, 60_000, 1000]).enumerate() {
            let value = field.parse::<u32>().unwrap_or(u32::MAX);
            good &= n == 0 && value <= 24 || value < 60;
            ms = ms.saturating_add(value.saturating_mul(size));
        }
        if !good || ms > 86_400_000 {
            self.no_such(node.span(), text);
            return Clock(0);
        }
        Clock(ms)
    }

    /// Reports a date or time that there is not.
    pub(crate) fn no_such(&mut self, span: Span, text: &str) {
        self.report(
            Diagnostic::new(
                &codes::WORDS_LEFT_OVER,
                span,
                format!("没有“{text}”这个日期或钟点"),
                format!("there is no such date or time as {text}"),
            )
            .help("日期写作 2026-03-05，钟点写作 09:30，到 24:00 为止", "a date is written 2026-03-05, a clock time 09:30, up to 24:00"),
        );
    }
}

/// The text if it can be nothing but a name: most values are, and need no grammar.
fn plain_name(text: &str) -> Option<&str> {
    let first = text.chars().next()?;
    let whole = keyword::word(text).len() == text.len() && crate::base::width::fold(first) == first;
    let name = whole && pest::unicode::XID_START(first) && !word::is_numeral(first) && keyword::head(text).is_none();
    (name && text.chars().all(|c| crate::base::width::fold(c) == c)).then_some(text)
}

/// An edit that puts quotation marks around a span.
pub(crate) fn quotes(span: Span) -> Vec<Edit> {
    let start = Span { end: span.start, ..span };
    vec![Edit { span: start, text: "“".to_owned() }, Edit { span: span.after(), text: "”".to_owned() }]
}

fn plain(text: &str) -> Vec<TextPart> {
    if text.is_empty() { Vec::new() } else { vec![TextPart::Plain(text.into())] }
}

fn flush(run: &mut String, stack: &mut [Vec<TextPart>]) {
    if !run.is_empty()
        && let Some(top) = stack.last_mut()
    {
        top.push(TextPart::Plain(std::mem::take(run).into()));
    }
}

fn add(stack: &mut [Vec<TextPart>], part: Option<TextPart>) {
    if let (Some(top), Some(part)) = (stack.last_mut(), part) {
        top.push(part);
    }
}
