//! Words, flows, limits and rules in lines.

use super::part::Parts;
use crate::base::phrase::{Folding, Folds};
use crate::program::spell::{Kind, Speller};
use crate::program::{Act, Counted, Expiry, Handler, MatchMode, MetricPeriod, Op, Opt, Pc, Position, Quantifier, Rule};
use std::collections::BTreeMap;

impl Parts<'_> {
    pub(super) fn speech(&mut self) {
        let p = self.p;
        for c in &p.phrases {
            let own = self.s.with_args(&c.params);
            let quantifier = match c.quantifier {
                Quantifier::Any => self.word("任一", "any of"),
                Quantifier::All => self.word("全部", "all of"),
                Quantifier::InOrder => self.word("依次", "in order"),
            };
            let mode = match c.mode {
                MatchMode::Verbatim => self.word("逐字", "verbatim"),
                MatchMode::Gist => self.word("大意", "gist"),
                MatchMode::KeyPoints => self.word("要点", "key points"),
            };
            let open = if c.open { self.word(" 开放", " open") } else { "" };
            let mut lines = vec![format!("{}{quantifier} {mode}{open}", self.params(&c.params))];
            lines.extend(self.folding(c.folding));
            lines.extend(c.entries.iter().map(|l| format!("“{}”", own.line(*l))));
            self.add(Kind::Phrases, &c.name, &c.formerly, lines);
        }
        for f in &p.forbids {
            let mut head = self.severity(f.severity).to_owned();
            if let Some(points) = f.points {
                head.push_str(&format!(" {} {points}{}", self.word("扣", "deduct"), self.word("分", " points")));
            }
            head.push_str(if f.veto { self.word(" 一票否决", " veto") } else { "" });
            let mut lines = vec![head];
            let list = |zh, en, all: Vec<String>| (!all.is_empty()).then(|| format!("{} {}", self.word(zh, en), all.join("、")));
            let phases = f.scope.phases.iter().map(|(t, l)| self.s.leaf(*t, *l));
            let steps = f.scope.steps.iter().map(|(f, s)| self.s.step(*f, *s));
            let scope = f.scope.flows.iter().map(|f| self.s.flow(*f)).chain(steps).chain(phases).collect();
            let position = match f.position {
                Position::Anywhere => None,
                Position::SentenceStart => Some(self.word("句首", "sentence start")),
                Position::FirstTurn => Some(self.word("首句", "first turn")),
                Position::SentenceEnd => Some(self.word("句尾", "sentence end")),
            };
            lines.extend(list("除非", "unless", f.unless.iter().map(ToString::to_string).collect()));
            lines.extend(list("只对", "spoken by", f.spoken_by.iter().map(ToString::to_string).collect()));
            lines.extend(list("范围", "within", scope));
            lines.extend(position.map(|at| format!("{} {at}", self.word("位置", "position"))));
            lines.extend(f.when.as_ref().map(|e| format!("{} {}", self.word("当", "on"), self.s.expr(e))));
            lines.extend(self.folding(f.folding));
            lines.extend(f.quotes_count.then(|| self.word("引述也算", "quotes count").to_owned()));
            lines.extend(f.entries.iter().map(|e| {
                let instead = e.replacement.as_ref().map_or_else(String::new, |r| format!(" → {r}"));
                let grave = e.severity.map_or_else(String::new, |s| format!(" {}", self.severity(s)));
                let sort = e.category.as_ref().map_or_else(String::new, |c| format!(" {c}"));
                format!("“{}”{sort}{grave}{instead}", e.phrase)
            }));
            self.add(Kind::Forbid, &f.name, &f.formerly, lines);
        }
    }

    /// 不分, 区分, 跳过
    fn folding(&self, folding: Folding) -> Vec<String> {
        let names = |folds: Folds| folds.iter().map(|f| f.words()).map(|(zh, en)| self.word(zh, en)).collect::<Vec<_>>().join("、");
        let list = |zh, en, folds: Folds| (!folds.is_none()).then(|| format!("{} {}", self.word(zh, en), names(folds)));
        let skip = folding.skip.map(|n| format!("{} {n}{}", self.word("跳过 至多", "skipping at most"), self.word("字", " chars")));
        let lines = [list("不分", "treat alike", folding.alike), list("区分", "tell apart", folding.apart), skip];
        lines.into_iter().flatten().collect()
    }

    pub(super) fn flows(&mut self) {
        let p = self.p;
        for (f, flow) in p.flows.iter().enumerate() {
            let s = self.s.in_flow(Some(f as u32));
            let mut head = self.params(flow.vars.get(..flow.params as usize).unwrap_or_default());
            if let Some(gives) = &flow.gives {
                head.push_str(&format!(" {} {}", self.word("得", "gives"), s.slot(gives)));
            }
            head.push_str(if flow.case { self.word(" 工单", " case") } else { "" });
            if let Some(by) = flow.by {
                head.push_str(&format!(" {} {}", self.word("由", "by"), s.role(by)));
            }
            let anytime = self.word("随时 ", "anytime ");
            let mut lines = vec![head.trim().to_owned()];
            lines.retain(|l| !l.is_empty());
            flow.options.iter().for_each(|o| self.option(anytime, o, f as u32, s, &mut lines));
            flow.handlers.iter().for_each(|h| self.handler(anytime, h, f as u32, s, &mut lines));
            self.add(Kind::Flow, &flow.name, &flow.formerly, lines);
            for step in &flow.steps {
                let mut lines = Vec::new();
                let only = (!step.only.is_empty()).then(|| format!("{} {}", self.word("仅", "only"), self.roles(&step.only)));
                let by = step.by.map(|r| format!("{} {}", self.word("由", "by"), s.role(r)));
                let phase = step.phase.map(|(t, l)| format!("{} {}", self.word("阶段", "phase"), s.leaf(t, l)));
                lines.extend([only, by, phase].into_iter().flatten());
                self.code(step.entry, Some(f as u32), s, &mut lines);
                step.options.iter().for_each(|o| self.option("", o, f as u32, s, &mut lines));
                step.handlers.iter().for_each(|h| self.handler(self.word("当 ", "on "), h, f as u32, s, &mut lines));
                self.inner(Kind::Step, &flow.name, &step.name, lines);
                if let Some(part) = self.all.last_mut() {
                    part.formerly = step.formerly.iter().map(|old| format!("{}/{old}", flow.name)).collect();
                }
            }
        }
    }

    fn option(&self, before: &str, o: &Opt, f: u32, s: Speller<'_>, lines: &mut Vec<String>) {
        let mut head = format!("{before}{} {}", self.word("选项", "option"), s.label(o.label));
        if !o.only.is_empty() {
            head.push_str(&format!(" {} {}", self.word("仅", "only"), self.roles(&o.only)));
        }
        if let Some((e, _)) = o.provided.as_deref() {
            head.push_str(&format!(" {} {}", self.word("仅当", "provided"), s.expr(e)));
        }
        for act in &o.acts {
            let act = match act {
                Act::Confirmed(e) => format!("{} {}", self.word("确认", "confirmed"), s.expr(e)),
                Act::Consent(all) => {
                    let names = all.iter().filter_map(|a| self.p.actions.get(*a as usize)).map(|a| a.name.as_str()).collect::<Vec<_>>();
                    format!("{} {}", self.word("同意", "consent"), names.join("、"))
                }
                Act::Identity => self.word("本人", "identity").to_owned(),
            };
            head.push_str(&format!(" {} {act}", self.word("视为", "counts as")));
        }
        if !o.samples.is_empty() {
            let samples: Vec<String> = o.samples.iter().map(|t| format!("“{t}”")).collect();
            head.push_str(&format!(" {} {}", self.word("例如", "such as"), samples.join("、")));
        }
        self.headed(head, o.body, Some(f), s, lines);
    }

    fn handler(&self, before: &str, h: &Handler, f: u32, s: Speller<'_>, lines: &mut Vec<String>) {
        self.headed(format!("{before}{}", s.events(&h.on)), h.body, Some(f), s, lines);
    }

    /// A head with its body: on one line where the body is one.
    fn headed(&self, head: String, body: Pc, flow: Option<u32>, s: Speller<'_>, lines: &mut Vec<String>) {
        let mut inside = Vec::new();
        self.code(body, flow, s, &mut inside);
        match inside.as_slice() {
            [one] => lines.push(format!("{head} {one}")),
            _ => {
                lines.push(head);
                lines.extend(inside.into_iter().map(|l| format!("  {l}")));
            }
        }
    }

    /// The code from a place on, an operation a line; rows, 当 and 超时 stand before what they begin.
    fn code(&self, start: Pc, flow: Option<u32>, s: Speller<'_>, lines: &mut Vec<String>) {
        let all = self.m.reach(start);
        let mut heads: BTreeMap<Pc, Vec<String>> = BTreeMap::new();
        for pc in &all {
            match self.p.code.get(*pc as usize) {
                Some(Op::Branch(b)) => {
                    let rows = b.rows.iter().enumerate();
                    rows.for_each(|(i, (_, body))| heads.entry(*body).or_default().push(s.row(b, i)));
                }
                Some(Op::Wait(w)) => {
                    let on = self.word("当", "on");
                    w.arms.iter().for_each(|arm| heads.entry(arm.body).or_default().push(format!("{on} {}", s.events(&arm.on))));
                    w.timeout.iter().for_each(|pc| heads.entry(*pc).or_default().push(self.word("超时", "timeout").to_owned()));
                }
                Some(Op::Do(d)) => {
                    d.timeout.iter().for_each(|pc| heads.entry(*pc).or_default().push(self.word("超时", "timeout").to_owned()));
                }
                _ => {}
            }
        }
        for pc in all {
            let mut heads = heads.remove(&pc).unwrap_or_default();
            let op = self.p.code.get(pc as usize);
            let line = match op {
                Some(Op::Goto(step)) => flow.map(|f| format!("{} {}", self.word("转", "goto"), s.step(f, *step))),
                Some(op) => s.op(op),
                None => None,
            };
            // What a row begins with stands on its line.
            if let (Some(line), Some(last)) = (&line, heads.last_mut()) {
                *last = format!("{last}    {line}");
                lines.extend(heads);
            } else {
                lines.extend(heads);
                lines.extend(line);
            }
        }
    }

    pub(super) fn limits(&mut self) {
        let p = self.p;
        for d in &p.deadlines {
            let s = if d.flow.is_some() { self.s.in_flow(d.flow) } else { self.s.with_vars(&d.vars) };
            let by = if d.key.is_empty() { String::new() } else { format!(" {} {}", self.word("按", "match"), d.key) };
            let mut lines = vec![
                format!("{} {}{by}", self.word("起", "start"), s.keyed(&d.start)),
                format!("{} {}", self.word("止", "stop"), s.keyed(&d.stop)),
                s.whole_limit(&d.limit),
            ];
            lines.extend(d.latest.then(|| self.word("末次起算", "latest counts").to_owned()));
            lines.extend(d.pauses.iter().map(|x| s.pause(x)));
            d.warnings.iter().for_each(|w| self.headed(s.warning(d, w), w.body, d.flow, s, &mut lines));
            d.late.iter().for_each(|pc| self.headed(self.word("已过", "past").into(), *pc, d.flow, s, &mut lines));
            d.breach.iter().for_each(|pc| self.headed(self.word("超时", "timeout").into(), *pc, d.flow, s, &mut lines));
            self.add(Kind::Deadline, &d.name, &d.formerly, lines);
        }
        for l in &p.ladders {
            let s = if l.flow.is_some() { self.s.in_flow(l.flow) } else { self.s.with_vars(&l.vars) };
            let rung = self.word("级", "rung");
            let mut lines: Vec<String> = l
                .rungs
                .iter()
                .map(|r| {
                    let limit = r.limit.as_ref().map_or_else(String::new, |l| format!(" {}", s.whole_limit(l)));
                    let optional = if r.optional { self.word(" 可", " may") } else { "" };
                    format!("{rung} {}{limit}{optional}", s.role(r.role))
                })
                .collect();
            let to = |to: u32| l.rungs.get(to as usize).map_or_else(String::new, |r| s.role(r.role));
            lines.extend(l.raises.iter().map(|r| {
                let up = r.to.map_or_else(String::new, |t| format!(" {rung} {}", to(t)));
                format!("{} {}{up}", self.word("提级", "raise"), s.keyed(&r.on))
            }));
            lines.extend(l.jumps.iter().map(|j| {
                let when = j.when.as_ref().map_or_else(String::new, |e| format!(" {} {}", self.word("若", "if"), s.expr(e)));
                format!("{} {}{when}", self.word("直达", "straight to"), to(j.to))
            }));
            lines.push(format!("{} {}", self.word("止", "stop"), s.keyed(&l.stop)));
            self.headed(self.word("到顶", "top").into(), l.top, l.flow, s, &mut lines);
            self.add(Kind::Ladder, &l.name, &l.formerly, lines);
        }
        for x in &p.schedules {
            let s = self.s.with_vars(&x.vars);
            let mut lines = vec![s.occasion(x), format!("{} {}", self.word("由", "by"), s.role(x.by))];
            lines.extend(x.duties.iter().map(|d| {
                let times =
                    d.times.map_or_else(String::new, |n| format!(" {} {n}{}", self.word("恰好", "exactly"), self.word("次", " times")));
                format!("{} {}{times}", self.word("须", "duty"), s.events(&d.on))
            }));
            lines.extend(x.when.as_ref().map(|e| format!("{} {}", self.word("若", "if"), s.expr(e))));
            x.missed.iter().for_each(|pc| self.headed(self.word("漏", "missed").into(), *pc, None, s, &mut lines));
            self.add(Kind::Schedule, &x.name, &x.formerly, lines);
        }
        for r in &p.retains {
            let expiry = match &r.expiry {
                Expiry::Archive => self.word("归档", "archive").to_owned(),
                Expiry::Erase => self.word("删除", "erase").to_owned(),
                Expiry::Seal => self.word("封存", "seal").to_owned(),
                Expiry::Extend(e) => format!("{} {}", self.word("续存", "extend"), self.s.expr(e)),
            };
            let mut lines = vec![
                format!("{} {} {}", self.s.form(r.form), self.s.expr(&r.length), self.word("自", "from")) + " " + &self.s.keyed(&r.from),
                format!("{} {expiry}", self.word("期满", "on expiry")),
            ];
            lines.extend(r.pauses.iter().map(|x| self.s.pause(x)));
            self.only("留存", "retain", lines);
        }
    }

    pub(super) fn rules(&mut self) {
        let p = self.p;
        for x in &p.stretches {
            let mut lines = vec![
                format!("{} {}", self.word("自", "from"), self.s.keyed(&x.from)),
                format!("{} {}", self.word("至", "to"), self.s.keyed(&x.to)),
            ];
            lines.extend(x.provided.as_ref().map(|e| format!("{} {}", self.word("若", "if"), self.s.expr(e))));
            self.add(Kind::Stretch, &x.name, &x.formerly, lines);
        }
        for r in &p.rules {
            let mut lines = vec![self.rule_head(r)];
            lines.extend(r.sentences.iter().map(|s| self.s.sentence(s)));
            self.add(Kind::Rule, &r.name, &r.formerly, lines);
        }
        for x in &p.metrics {
            let counted = |c: &Counted| match c {
                Counted::Events(all) => self.s.keyed(all),
                Counted::EventsIn(all, stretch, ms) => format!("{} {} {}", self.s.keyed(all), self.s.stretch(stretch), self.s.elapsed(*ms)),
                Counted::Breaches(d) => format!("{} {}", self.s.deadline(*d), self.word("违期", "overdue")),
            };
            let period = match x.period {
                MetricPeriod::Every(_) => self.word("每期", "each period").to_owned(),
                MetricPeriod::LastDays(n, _) => format!("{} {n}{}", self.word("近", "trailing"), self.word("天", "d")),
            };
            let reach = x.reach.map_or_else(String::new, |(_, n)| format!(" {} {n}%", self.word("达", "target")));
            let line = format!("{} {} {}{reach} {period}", counted(&x.part), self.word("占", "out of"), counted(&x.of));
            self.add(Kind::Metric, &x.name, &x.formerly, vec![line]);
        }
        let measure = &p.measure;
        let ms = |zh, en, n: i64| format!("{} {}", self.word(zh, en), self.s.elapsed(n));
        let lines = vec![
            ms("铃周期", "ring period", measure.ring_period),
            ms("停顿上限", "pause cap", measure.pause_cap),
            format!("{} {}", self.word("应和词", "backchannel words"), measure.backchannels.join("、")),
            ms("应和上限", "backchannel cap", measure.backchannel_cap),
            ms("答话上限", "reply cap", measure.reply_cap),
            ms("语速最短", "pace minimum", measure.rate_min),
            ms("转写延迟", "transcript lag", measure.lag),
        ];
        self.only("计量", "measure", lines);
        if let Some(score) = &p.score {
            let (full, pass, veto) = (score.full, score.pass, score.veto);
            let points = self.word("分", " points");
            let mut lines = vec![
                format!("{} {full}{points}", self.word("满分", "full mark")),
                format!("{} {pass}{points}", self.word("合格", "pass mark")),
                format!("{} {veto}{points}", self.word("否决", "veto mark")),
            ];
            lines.extend(score.groups.iter().map(|g| format!("{} {} {}{points}", self.word("组", "group"), g.name, g.most)));
            self.only("评分", "score", lines);
        }
    }

    fn rule_head(&self, r: &Rule) -> String {
        let mut head = self.severity(r.severity).to_owned();
        if r.guarantee {
            head.push_str(self.word(" 保证", " guarantee"));
        }
        if let Some(key) = &r.key {
            head.push_str(&format!(" {} {key}", self.word("按", "match")));
        }
        if let Some(d) = &r.deduct {
            let each = if d.each { self.word(" 每次", " each") } else { "" };
            head.push_str(&format!("{each} {} {}{}", self.word("扣", "deduct"), d.points, self.word("分", " points")));
        }
        head.push_str(if r.veto { self.word(" 一票否决", " veto") } else { "" });
        head
    }
}
