//! Lines with their values put in.

use super::effect::Words;
use super::eval::Eval;
use super::print::{Reader, write_value};
use super::value::Val;
use crate::program::{Expr, Say, SayWords, TemplatePart};
use smol_str::SmolStr;

impl Eval<'_> {
    /// Appends a line as it is spoken; what is captured from speech keeps its braces.
    pub(crate) fn render(&mut self, line: u32, out: &mut String) {
        if let Some(template) = self.m.program.lines.get(line as usize) {
            // Of a recording what is not known may have been anything.
            self.parts(&template.parts, self.core.audit, out);
        }
    }

    /// `open`: what is not known may be anything.
    fn parts(&mut self, parts: &[TemplatePart], open: bool, out: &mut String) {
        for part in parts {
            match part {
                TemplatePart::Plain(text) => out.push_str(text),
                TemplatePart::Value(e, format) => {
                    let value = self.eval(e);
                    if open && !value.is_known() {
                        out.push('…');
                        continue;
                    }
                    // A time is that of the clocks it was reckoned by.
                    let calendar = if let Expr::In(calendar, _) = e { Some(*calendar) } else { self.calendar };
                    let timed = matches!(value, Val::Instant(_) | Val::Date(_) | Val::List(_));
                    let zone = timed.then(|| self.by_calendar(calendar, |eval| eval.zone())).flatten();
                    write_value(out, Reader { m: self.m, now: self.core.now, zone }, &value, format);
                }
                TemplatePart::Capture(name, _) => {
                    out.push('{');
                    out.push_str(name);
                    out.push('}');
                }
                TemplatePart::Key(inner) => self.parts(inner, open, out),
                TemplatePart::Gap => out.push('…'),
            }
        }
    }

    /// A line on its own.
    pub(crate) fn line(&mut self, line: u32) -> SmolStr {
        let mut out = String::new();
        self.render(line, &mut out);
        SmolStr::new(out)
    }

    /// All alternatives of what is to be said.
    pub(crate) fn words(&mut self, say: &Say) -> Words {
        let mut out = Vec::new();
        for words in &say.words {
            self.one_of(words, &mut out);
        }
        Words::new(out)
    }

    /// The texts that a line or class stands for.
    pub(crate) fn one_of(&mut self, words: &SayWords, out: &mut Vec<SmolStr>) {
        match words {
            SayWords::Line(line, _) => out.push(self.line(*line)),
            SayWords::Class(class, args, _) => {
                let args: Vec<Val> = args.iter().map(|a| self.eval(a)).collect();
                self.class(*class, &args, out);
            }
            SayWords::ClassVar(var) => {
                if let Some(Val::Phrases(class)) = self.vars.get(*var as usize) {
                    self.class(*class, &[], out);
                }
            }
        }
    }

    fn class(&mut self, class: u32, args: &[Val], out: &mut Vec<SmolStr>) {
        let p = &self.m.program;
        let Some(class) = p.phrases.get(class as usize) else { return };
        // A rule that names a class without what it takes hears it whatever stands in its places.
        let open = self.core.audit || args.iter().any(|a| !a.is_known());
        self.with_args(args, |eval| {
            for template in class.entries.iter().filter_map(|entry| p.lines.get(*entry as usize)) {
                let mut line = String::new();
                eval.parts(&template.parts, open, &mut line);
                out.push(SmolStr::new(line));
            }
        });
    }
}
