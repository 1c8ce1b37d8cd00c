//! Calls: 判定, built-in functions, and the arguments of everything that takes some.

use crate::base::{Diagnostic, Label, Message, Span};
use crate::sema::codes::types::BAD_ARGUMENTS;
use crate::sema::cx::Cx;
use crate::sema::model::{Builtin, Expr, ExprKind, Param, Slot, Ty};
use crate::sema::names::{Wanted, unknown, wrong_kind};
use crate::sema::scope::Symbol;
use crate::syntax::ast::{Arg, Path};

/// The built-in functions by their words.
const BUILTINS: &[(&str, &str, Builtin)] = &[
    ("个数", "count", Builtin::Count),
    ("钟点", "clock", Builtin::Clock),
    ("日期", "date", Builtin::Date),
    ("字数", "length", Builtin::Chars),
    ("工作差", "working time", Builtin::WorkingTime),
    ("日差", "day count", Builtin::DayCount),
    ("顺延", "postpone", Builtin::Postpone),
    ("提前", "advance", Builtin::Advance),
];

impl Cx<'_> {
    /// `f(a, b)` as a value.
    pub(super) fn call(&mut self, path: &Path, args: &[Arg], span: Span) -> Expr {
        if let [name] = path.parts.as_slice()
            && self.global_quietly(&name.text).is_none()
            && let Some((word, _, builtin)) = BUILTINS.iter().find(|(zh, en, _)| name.text == *zh || name.text == *en)
        {
            return self.builtin(*builtin, word, args, span);
        }
        let Some((entry, used)) = self.global_path(path) else {
            let Some(name) = path.parts.first() else { return Expr::bad(span) };
            let scopes = self.env.scopes;
            let decisions = scopes.visible(self.file).filter(|(_, e)| matches!(e.symbol, Symbol::Decision(_))).map(|(n, _)| n.as_str());
            self.report(unknown(name, Wanted::Function, None, decisions.chain(BUILTINS.iter().map(|b| b.0))));
            self.read_all(args);
            return Expr::bad(span);
        };
        match entry.symbol {
            Symbol::Decision(id) if used == path.parts.len() => {
                let model = self.model;
                let Some(decision) = model.decisions.get(id.index()) else { return Expr::bad(span) };
                let args = self.args(&decision.name, decision.span, &decision.params, args, span);
                let optional = decision.gives.optional;
                Expr { kind: ExprKind::Decide(id, args), ty: decision.gives.ty.clone(), optional, span }
            }
            Symbol::Form(form) if used == path.parts.len() && self.in_scenario() => self.written_record(form, args, span),
            symbol => {
                let name = path.parts.last().map_or("", |n| n.text.as_str());
                let d = wrong_kind(name, path.span, symbol, entry.span, Wanted::Function);
                let d = if matches!(symbol, Symbol::Form(_)) && !self.in_scenario() {
                    d.help(
                        "一张写好的表只写在场景里，当作系统给的；流程里用“登记”填，要照抄一份改几项，用“改”。",
                        "A record is written out in a scenario alone, as what the host gives; in a flow it is filled with `fill`, or copied with `with`.",
                    )
                } else {
                    d
                };
                self.report(d);
                Expr::bad(span)
            }
        }
    }

    fn builtin(&mut self, builtin: Builtin, word: &str, args: &[Arg], span: Span) -> Expr {
        let (takes, gives): (&[Ty], Ty) = match builtin {
            Builtin::Count => (&[Ty::Bad], Ty::Integer),
            Builtin::Clock => (&[Ty::Instant], Ty::Clock),
            Builtin::Date => (&[Ty::Instant], Ty::Date),
            Builtin::Chars => (&[Ty::Text], Ty::Chars),
            Builtin::WorkingTime => (&[Ty::Instant, Ty::Instant], Ty::Working),
            Builtin::DayCount => (&[Ty::Instant, Ty::Instant], Ty::Civil),
            Builtin::Postpone | Builtin::Advance => (&[Ty::Instant], Ty::Instant),
        };
        if args.len() != takes.len() {
            self.report(count(word, takes.len(), args.len(), span));
            self.read_all(args);
            return Expr::bad(span);
        }
        let mut read = Vec::new();
        for (arg, ty) in args.iter().zip(takes) {
            let value = self.expr(&arg.value, Some(ty));
            let value = self.fit(value, &Slot::of(ty.clone()), &BAD_ARGUMENTS);
            if builtin == Builtin::Count && !matches!(value.ty, Ty::List(_) | Ty::Bad) {
                let (zh, en) = value.ty.called(self.model);
                let d = Diagnostic::new(
                    &BAD_ARGUMENTS,
                    value.span,
                    format!("“个数”数的是列表，这里是{zh}"),
                    format!("`count` counts a list, and this is {en}"),
                );
                self.report(d);
                return Expr::bad(span);
            }
            read.push(value);
        }
        let optional = read.iter().any(|a| a.optional);
        Expr { kind: ExprKind::Call(builtin, read), ty: gives, optional, span }
    }

    /// Arguments for declared parameters, by position or by name; each parameter gets one value.
    pub(crate) fn args(&mut self, callee: &str, declared: Span, params: &[Param], args: &[Arg], span: Span) -> Vec<Expr> {
        let placed = self.place(callee, declared, params, args);
        let given = placed.iter().flatten().count();
        let missing = params.iter().zip(&placed).filter(|(p, v)| v.is_none() && p.default.is_none()).count();
        let miscounted = args.len() > params.len() || missing > 0;
        if miscounted {
            if given == args.len().min(params.len()) {
                let d = count(callee, params.len(), args.len(), span).related(declared, "在这里声明的", "declared here");
                let names: Vec<&str> = params.iter().map(|p| p.name.as_str()).collect();
                let d = if names.is_empty() {
                    d.help("去掉括号里的内容。", "Leave out what stands in the brackets.")
                } else {
                    let call = format!("{callee}({})", names.join(", "));
                    d.help(format!("照这样写，括号里一样换成一个值：{call}"), format!("Write `{call}`, with a value for each."))
                };
                self.report(d);
            }
            for arg in args.iter().skip(params.len()) {
                self.expr(&arg.value, None);
            }
        }
        let mut out = Vec::with_capacity(params.len());
        for (param, arg) in params.iter().zip(placed) {
            out.push(match arg {
                // With one left out, which of the unnamed ones is meant for what is anyone's guess.
                Some(arg) if miscounted && arg.name.is_none() => Expr::bad(self.expr(&arg.value, Some(&param.slot.ty)).span),
                Some(arg) => self.argument(param, &arg.value),
                None => param.default.clone().unwrap_or_else(|| Expr::bad(span)),
            });
        }
        out
    }

    /// A value for a parameter; one that does not fit is shown beside the declaration.
    pub(crate) fn argument(&mut self, param: &Param, written: &crate::syntax::ast::Expr) -> Expr {
        let value = self.expr(written, Some(&param.slot.ty));
        let before = self.out.len();
        let value = self.fit(value, &param.slot, &BAD_ARGUMENTS);
        for d in self.out.iter_mut().skip(before).filter(|d| d.related.is_empty()) {
            let message = Message::new(format!("“{}”在这里声明", param.name), format!("`{}` is declared here", param.name));
            d.related.push(Label { span: param.span, message });
        }
        value
    }

    /// Which argument is for which parameter. Names that do not fit are reported.
    pub(crate) fn place<'p>(&mut self, callee: &str, declared: Span, params: &[Param], args: &'p [Arg]) -> Vec<Option<&'p Arg>> {
        let mut placed: Vec<Option<&Arg>> = vec![None; params.len()];
        for (i, arg) in args.iter().enumerate() {
            let at = match &arg.name {
                None => i,
                Some(name) => match params.iter().position(|p| p.name == name.text) {
                    Some(at) => at,
                    None => {
                        let names = params.iter().map(|p| p.name.as_str());
                        let d = unknown(name, Wanted::Argument, Some(callee), names);
                        self.report(Diagnostic { code: &BAD_ARGUMENTS, ..d }.related(declared, "在这里声明的", "declared here"));
                        continue;
                    }
                },
            };
            match placed.get_mut(at) {
                Some(slot @ None) => *slot = Some(arg),
                Some(Some(_)) => {
                    let name = params.get(at).map_or("", |p| p.name.as_str());
                    self.report(Diagnostic::new(
                        &BAD_ARGUMENTS,
                        arg.value.span,
                        format!("“{name}”给了两次"),
                        format!("`{name}` is given twice"),
                    ));
                }
                None => {}
            }
        }
        placed
    }

    /// Reads arguments whose parameters are not known, for their own faults.
    fn read_all(&mut self, args: &[Arg]) {
        for arg in args {
            self.expr(&arg.value, None);
        }
    }
}

fn count(callee: &str, wants: usize, got: usize, span: Span) -> Diagnostic {
    Diagnostic::new(
        &BAD_ARGUMENTS,
        span,
        format!("“{callee}”要 {wants} 样东西，这里给了 {got} 样"),
        format!("`{callee}` asks for {wants} thing{}, and is given {got}", if wants == 1 { "" } else { "s" }),
    )
}
