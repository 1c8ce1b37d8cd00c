//! Lines with their values put in.

use super::effect::Words;
use super::eval::Eval;
use super::print::{Reader, write_value};
use super::value::Val;
use crate::program::{Say, SayWords, TemplatePart};
use smol_str::SmolStr;

impl Eval<'_> {
    /// Appends a line as it is spoken; what is captured from speech keeps its braces.
    pub(crate) fn render(&mut self, line: u32, out: &mut String) {
        if let Some(template) = self.m.program.lines.get(line as usize) {
            self.parts(&template.parts, out);
        }
    }

    fn parts(&mut self, parts: &[TemplatePart], out: &mut String) {
        for part in parts {
            match part {
                TemplatePart::Plain(text) => out.push_str(text),
                TemplatePart::Value(e, format) => {
                    let value = self.eval(e);
                    write_value(out, Reader { m: self.m, now: self.core.now }, &value, format);
                }
                TemplatePart::Capture(name, _) => {
                    out.push('{');
                    out.push_str(name);
                    out.push('}');
                }
                TemplatePart::Key(inner) => self.parts(inner, out),
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
        let Some(class) = self.m.program.phrases.get(class as usize) else { return };
        self.with_args(args, |eval| out.extend(class.entries.iter().map(|entry| eval.line(*entry))));
    }
}
