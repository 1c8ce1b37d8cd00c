//! Lines and classes as they are held against what is said: one way for duties, for rules, and for flows that wait for words.

use super::eval::Eval;
use super::print::Reader;
use super::readings::readings;
use super::value::Val;
use crate::base::phrase::{Amount, Choice, Closeness, Folding, Part, Speech, Wanted};
use crate::program::{Expr, MatchMode, PhraseClass, Program, Quantifier, SayWords, Template, TemplatePart};
use smol_str::SmolStr;

impl Eval<'_> {
    /// Alternatives with their values put in, and the ids of their lines.
    pub(crate) fn choices(&mut self, words: &[SayWords]) -> (Vec<Choice>, Vec<Vec<SmolStr>>) {
        words.iter().filter_map(|w| self.choice(w)).unzip()
    }

    /// A line or class with its values put in, and the ids of its lines.
    pub(crate) fn choice(&mut self, words: &SayWords) -> Option<(Choice, Vec<SmolStr>)> {
        let m = self.m;
        let p = &m.program;
        match words {
            SayWords::Line(line, mode) => {
                let template = p.lines.get(*line as usize)?;
                let wanted = self.wanted_line(template, Folding::default());
                Some((of_line(wanted, *mode), vec![template.id.clone()]))
            }
            SayWords::Class(class, args, mode) => {
                let args: Vec<Val> = args.iter().map(|a| self.eval(a)).collect();
                self.class_choice(p.phrases.get(*class as usize)?, &args, *mode)
            }
            SayWords::ClassVar(var) => match self.vars.get(*var as usize) {
                Some(Val::Phrases(class)) => {
                    let class = p.phrases.get(*class as usize)?;
                    self.class_choice(class, &[], class.mode)
                }
                _ => None,
            },
        }
    }

    fn class_choice(&mut self, class: &PhraseClass, args: &[Val], mode: MatchMode) -> Option<(Choice, Vec<SmolStr>)> {
        let m = self.m;
        let templates: Vec<&Template> = class.entries.iter().filter_map(|e| m.program.lines.get(*e as usize)).collect();
        let lines = self.with_args(args, |eval| templates.iter().map(|t| eval.wanted_line(t, class.folding)).collect());
        Some((of_class(lines, class, mode), templates.iter().map(|t| t.id.clone()).collect()))
    }

    fn wanted_line(&mut self, template: &Template, folding: Folding) -> Wanted {
        let mut parts = Vec::new();
        self.wanted_parts(&template.parts, &mut parts);
        Wanted::folding(parts, folding)
    }

    /// What nobody knows may be anything.
    fn wanted_parts(&mut self, parts: &[TemplatePart], out: &mut Vec<Part>) {
        for part in parts {
            match part {
                TemplatePart::Plain(text) => out.push(Part::Words(text.to_string())),
                TemplatePart::Value(e, format) => {
                    let value = self.eval(e);
                    if !value.is_known() {
                        out.push(Part::Anything);
                        continue;
                    }
                    let calendar = if let Expr::In(calendar, _) = e { Some(*calendar) } else { self.calendar };
                    let timed = matches!(value, Val::Instant(_) | Val::Date(_) | Val::List(_));
                    let zone = timed.then(|| self.by_calendar(calendar, |eval| eval.zone())).flatten();
                    let reader = Reader { m: self.m, now: self.core.now, zone };
                    out.extend(readings(reader, &value, format));
                }
                TemplatePart::Capture(..) | TemplatePart::Gap => out.push(Part::Anything),
                TemplatePart::Key(inner) => {
                    out.push(Part::Key(String::new()));
                    self.wanted_parts(inner, out);
                    out.push(Part::KeyEnd);
                }
            }
        }
    }

    /// Whether a text holds a line, or enough of a class.
    pub(crate) fn said(&mut self, words: &SayWords, text: &str) -> bool {
        self.choice(words).is_some_and(|(choice, _)| choice.is_said(&Speech::of(text)))
    }
}

/// A line or class whose words never change.
pub(crate) fn fixed_choice(p: &Program, words: &SayWords) -> Option<Choice> {
    let wanted = |line: u32, folding: Folding| {
        let mut parts = Vec::new();
        fixed_parts(&p.lines.get(line as usize)?.parts, &mut parts).then(|| Wanted::folding(parts, folding))
    };
    match words {
        SayWords::Line(line, mode) => Some(of_line(wanted(*line, Folding::default())?, *mode)),
        SayWords::Class(class, _, mode) => {
            let class = p.phrases.get(*class as usize)?;
            let lines: Option<Vec<Wanted>> = class.entries.iter().map(|e| wanted(*e, class.folding)).collect();
            Some(of_class(lines?, class, *mode))
        }
        SayWords::ClassVar(_) => None,
    }
}

/// Writes parts without values; whether there are none.
fn fixed_parts(parts: &[TemplatePart], out: &mut Vec<Part>) -> bool {
    parts.iter().all(|part| {
        match part {
            TemplatePart::Plain(text) => out.push(Part::Words(text.to_string())),
            TemplatePart::Capture(..) | TemplatePart::Gap => out.push(Part::Anything),
            TemplatePart::Value(..) => return false,
            TemplatePart::Key(inner) => {
                out.push(Part::Key(String::new()));
                let fixed = fixed_parts(inner, out);
                out.push(Part::KeyEnd);
                return fixed;
            }
        }
        true
    })
}

fn of_line(wanted: Wanted, mode: MatchMode) -> Choice {
    Choice { lines: vec![wanted], closeness: closeness(mode, Quantifier::Any), amount: Amount::Any, open: false }
}

fn of_class(lines: Vec<Wanted>, class: &PhraseClass, mode: MatchMode) -> Choice {
    let amount = match class.quantifier {
        Quantifier::Any => Amount::Any,
        Quantifier::All => Amount::All,
        Quantifier::InOrder => Amount::InOrder,
    };
    Choice { lines, closeness: closeness(mode, class.quantifier), amount, open: class.open }
}

fn closeness(mode: MatchMode, quantifier: Quantifier) -> Closeness {
    match (mode, quantifier) {
        (MatchMode::Verbatim, _) => Closeness::Verbatim,
        (MatchMode::Gist, _) => Closeness::Gist,
        (MatchMode::KeyPoints, Quantifier::InOrder) => Closeness::KeyPointsInOrder,
        (MatchMode::KeyPoints, _) => Closeness::KeyPoints,
    }
}
