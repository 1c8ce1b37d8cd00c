//! Expressions: the levels are found over the flat list of operands and operators.

use super::cx::Cx;
use crate::base::{Decimal, Diagnostic, Edit, Span, limits};
use crate::syntax::ast::{Arg, BinaryOp, Bound, CompareOp, Expr, ExprKind, Range, Test};
use crate::syntax::codes;
use crate::syntax::grammar::Rule;
use crate::syntax::token::{Cursor, Node};
use crate::syntax::{keyword, word};
use smol_str::SmolStr;

impl Cx<'_> {
    /// The expression in a token of `expr`, `conj`, `value` or `group`.
    pub(crate) fn expr(&mut self, node: Node<'_>) -> Expr {
        let operators = node.inner().filter(|n| matches!(n.rule, Rule::and_ | Rule::or_ | Rule::arith | Rule::not_)).count();
        if operators > limits::OPERATORS {
            self.report(
                Diagnostic::new(
                    &codes::BEYOND_LIMIT,
                    node.span(),
                    format!("一个式子里最多 {} 个运算，这里有 {operators} 个", limits::OPERATORS),
                    format!("an expression holds at most {} operators, this one has {operators}", limits::OPERATORS),
                )
                .help("分成几个常量或判定", "split it into constants or decisions"),
            );
            return missing(node.span());
        }
        self.any_of(&mut node.inner())
    }

    /// The next token as an expression; 未知 where there is none.
    pub(crate) fn next_expr(&mut self, c: &mut Cursor<'_>) -> Expr {
        match c.next_if(|r| matches!(r, Rule::expr | Rule::conj | Rule::value)) {
            Some(node) => self.expr(node),
            None => missing(c.here()),
        }
    }

    fn any_of(&mut self, c: &mut Cursor<'_>) -> Expr {
        let mut left = self.all_of(c);
        while c.eat(Rule::or_).is_some() {
            let right = self.all_of(c);
            left = binary(BinaryOp::Or, left, right);
        }
        left
    }

    fn all_of(&mut self, c: &mut Cursor<'_>) -> Expr {
        let mut left = self.unary(c);
        while c.eat(Rule::and_).is_some() {
            let right = self.unary(c);
            left = binary(BinaryOp::And, left, right);
        }
        left
    }

    fn unary(&mut self, c: &mut Cursor<'_>) -> Expr {
        let mut signs = Vec::new();
        while let Some(not) = c.eat(Rule::not_) {
            signs.push(not.span());
        }
        if signs.len() > limits::NESTING {
            self.report(super::flaw::flaw_at(c.here(), crate::syntax::lines::Flaw::Nested));
            signs.clear();
        }
        let mut inner = self.compare(c);
        while let Some(sign) = signs.pop() {
            let span = sign.to(inner.span);
            inner = Expr { kind: ExprKind::Not(Box::new(inner)), span };
        }
        inner
    }

    fn compare(&mut self, c: &mut Cursor<'_>) -> Expr {
        let left = self.sum(c);
        match c.peek() {
            None | Some(Rule::and_ | Rule::or_) => left,
            Some(_) => {
                let test = self.test(c);
                let span = left.span.to(c.passed());
                Expr { kind: ExprKind::Test(Box::new(left), Box::new(test)), span }
            }
        }
    }

    /// What is asked of a value.
    pub(crate) fn test(&mut self, c: &mut Cursor<'_>) -> Test {
        match c.peek() {
            Some(Rule::sign) => {
                let op = c.next().map_or(CompareOp::Eq, |sign| self.sign(sign));
                Test::Compare(op, self.sum(c))
            }
            Some(Rule::asked) => c.next().and_then(|n| word::asked(n.str())).unwrap_or(Test::Known),
            Some(Rule::member) => {
                c.next();
                Test::In(c.path())
            }
            Some(Rule::contains) => {
                c.next();
                Test::Contains(self.sum(c))
            }
            _ => self.bound(c),
        }
    }

    /// A comparison word with its number, a range, or a plain value.
    pub(crate) fn bound(&mut self, c: &mut Cursor<'_>) -> Test {
        let start = c.here();
        if let Some(dots) = c.eat(Rule::dots) {
            let high = self.sum(c);
            let span = start.to(high.span);
            return Test::Range(Range { low: None, high: Some(Box::new(high)), open: dots.str().len() > 2, span });
        }
        let mut words = Vec::new();
        while let Some(n) = c.eat(Rule::before) {
            words.extend(word::bound(n.str()).map(|w| (w, n.span())));
        }
        let value = self.sum(c);
        let mut span = start.to(value.span);
        if let Some(dots) = c.eat(Rule::dots) {
            span = span.to(dots.span());
            let high = c.node().filter(|n| n.start == dots.end && is_atom(n.rule)).map(|_| Box::new(self.sum(c)));
            let span = high.as_ref().map_or(span, |h| span.to(h.span));
            return Test::Range(Range { low: Some(Box::new(value)), high, open: dots.str().len() > 2, span });
        }
        while let Some(n) = c.eat(Rule::after) {
            words.extend(word::bound(n.str()).map(|w| (w, n.span())));
            span = span.to(n.span());
        }
        if words.is_empty() {
            return Test::Compare(CompareOp::Eq, value);
        }
        Test::Bound(Bound { words, value: Box::new(value), span })
    }

    fn sign(&mut self, sign: Node<'_>) -> CompareOp {
        match sign.str() {
            "!=" => CompareOp::Ne,
            ">=" => CompareOp::Ge,
            ">" => CompareOp::Gt,
            "<=" => CompareOp::Le,
            "<" => CompareOp::Lt,
            "=" => {
                let fix = vec![Edit { span: sign.span(), text: "==".to_owned() }];
                self.report(
                    Diagnostic::new(
                        &codes::EQUALS_IN_CONDITION,
                        sign.span(),
                        "比较两个值用“==”，一个“=”是给值",
                        "two values are compared with `==`; a single `=` gives a value",
                    )
                    .label("这里在比较", "this compares")
                    .safe_fix("改成“==”", "write `==`", fix),
                );
                CompareOp::Eq
            }
            _ => CompareOp::Eq,
        }
    }

    /// A sum without a question.
    pub(crate) fn sum(&mut self, c: &mut Cursor<'_>) -> Expr {
        let mut left = self.product(c);
        while let Some(op) = c.node().filter(|n| n.rule == Rule::arith && matches!(n.str(), "+" | "-")) {
            c.next();
            let right = self.product(c);
            left = binary(if op.str() == "+" { BinaryOp::Add } else { BinaryOp::Sub }, left, right);
        }
        left
    }

    fn product(&mut self, c: &mut Cursor<'_>) -> Expr {
        let mut left = self.atom(c);
        while let Some(op) = c.node().filter(|n| n.rule == Rule::arith && matches!(n.str(), "*" | "/")) {
            c.next();
            let right = self.atom(c);
            left = binary(if op.str() == "*" { BinaryOp::Mul } else { BinaryOp::Div }, left, right);
        }
        left
    }

    /// One operand, with the 改 that may follow it.
    pub(crate) fn atom(&mut self, c: &mut Cursor<'_>) -> Expr {
        let mut value = self.operand(c);
        while let Some(with) = c.eat(Rule::with) {
            let (mut inner, mut pairs) = (with.inner(), Vec::new());
            while inner.peek().is_some() {
                let field = inner.name();
                pairs.push((field, self.next_expr(&mut inner)));
                if inner.peek().is_some_and(|r| r != Rule::name) {
                    break;
                }
            }
            let span = value.span.to(with.span());
            value = Expr { kind: ExprKind::With(Box::new(value), pairs), span };
        }
        value
    }

    fn operand(&mut self, c: &mut Cursor<'_>) -> Expr {
        let Some(node) = c.node() else { return missing(c.here()) };
        let span = node.span();
        let kind = match node.rule {
            Rule::num | Rule::cn => return self.figure(c),
            Rule::date => {
                c.next();
                let date = self.date(node);
                match c.eat(Rule::clock) {
                    Some(clock) => {
                        let span = span.to(clock.span());
                        return Expr { kind: ExprKind::Instant(date, self.clock(clock)), span };
                    }
                    None => return Expr { kind: ExprKind::Date(date), span },
                }
            }
            Rule::clock => ExprKind::Clock(self.clock(node)),
            Rule::text => ExprKind::Text(self.text(node)),
            Rule::group => {
                c.next();
                return Expr { span, ..self.expr(node) };
            }
            Rule::braced => {
                c.next();
                c.eat(Rule::unit);
                // A column stands for itself, even where its name reads as a number (`{二三声}`).
                return match node.inner().node() {
                    Some(n) if n.rule == Rule::path => Expr { kind: ExprKind::Path(n.path()), span },
                    _ => self.next_expr(&mut node.inner()),
                };
            }
            Rule::constant => word::constant(node.str()).unwrap_or(ExprKind::Unknown),
            Rule::fn_word | Rule::path => {
                c.next();
                let mut path = node.path();
                return match c.eat(Rule::args) {
                    Some(args) => {
                        // A built-in function is known by its Chinese word.
                        if let (Some(k), Some(part)) = (keyword::find(node.str()), path.parts.first_mut())
                            && is_function(k.rule)
                        {
                            part.text = SmolStr::new_static(k.zh);
                        }
                        Expr { span: span.to(args.span()), kind: ExprKind::Call(path, self.args(args)) }
                    }
                    None => Expr { kind: ExprKind::Path(path), span },
                };
            }
            _ => return missing(span),
        };
        c.next();
        Expr { kind, span }
    }

    /// Arguments in brackets.
    pub(crate) fn args(&mut self, node: Node<'_>) -> Vec<Arg> {
        let (mut c, mut args) = (node.inner(), Vec::new());
        while c.peek().is_some() {
            let name = c.eat(Rule::arg_name).map(|n| n.inner().name());
            if c.peek() != Some(Rule::expr) {
                break;
            }
            args.push(Arg { name, value: self.next_expr(&mut c) });
        }
        args
    }

    /// The arguments that may come next.
    pub(crate) fn next_args(&mut self, c: &mut Cursor<'_>) -> Vec<Arg> {
        c.eat(Rule::args).map(|n| self.args(n)).unwrap_or_default()
    }

    fn figure(&mut self, c: &mut Cursor<'_>) -> Expr {
        let start = c.here();
        let (mut parts, mut span, mut end) = (Vec::new(), start, None);
        while let Some(n) = c.node().filter(|n| matches!(n.rule, Rule::num | Rule::cn) && end.is_none_or(|e| e == n.start)) {
            c.next();
            let value = self.number(n);
            span = span.to(n.span());
            match c.eat(Rule::unit) {
                Some(unit) => {
                    span = span.to(unit.span());
                    end = Some(unit.end);
                    parts.extend(word::unit(unit.str()).map(|u| (value, u)));
                }
                None if parts.is_empty() => return Expr { kind: ExprKind::Number(value), span },
                None => break,
            }
        }
        Expr { kind: ExprKind::Quantity(parts), span }
    }

    /// A number in digits or Chinese numerals.
    pub(crate) fn number(&mut self, node: Node<'_>) -> Decimal {
        let text = node.str();
        let value = match node.rule {
            Rule::cn => word::numeral(text),
            _ => match text.strip_suffix('%') {
                Some(text) => Decimal::parse(text).and_then(|n| n.over(Decimal::from_int(100)?)),
                None => Decimal::parse(text),
            },
        };
        value.unwrap_or_else(|| {
            self.report(Diagnostic::new(
                &codes::BEYOND_LIMIT,
                node.span(),
                format!("数“{text}”太大，或小数超过六位"),
                format!("the number `{text}` is too large or has more than six decimals"),
            ));
            Decimal::ZERO
        })
    }
}

/// Whether a word is a function where a bracket follows it.
pub(crate) fn is_function(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::k_count
            | Rule::k_clock
            | Rule::k_date
            | Rule::k_length
            | Rule::k_working_time
            | Rule::k_day_count
            | Rule::k_postpone
            | Rule::k_advance
    )
}

/// Whether a token can begin an operand.
pub(crate) fn is_atom(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::num
            | Rule::cn
            | Rule::date
            | Rule::clock
            | Rule::text
            | Rule::group
            | Rule::braced
            | Rule::fn_word
            | Rule::constant
            | Rule::path
    )
}

/// What stands where nothing could be read.
pub(crate) fn missing(span: Span) -> Expr {
    Expr { kind: ExprKind::Unknown, span }
}

fn binary(op: BinaryOp, left: Expr, right: Expr) -> Expr {
    let span = left.span.to(right.span);
    Expr { kind: ExprKind::Binary(op, Box::new(left), Box::new(right)), span }
}
