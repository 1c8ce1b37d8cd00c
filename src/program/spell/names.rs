//! What a program calls a thing that another program, an older one, called so or otherwise.

use super::Kind;
use crate::program::{Form, Leaf, Param, Program, Step, Taxonomy};
use smol_str::SmolStr;

/// Looks names up: present ones first, then former ones (曾用名), each thing's from first to last.
#[derive(Clone, Copy)]
pub struct Names<'p>(&'p Program);

impl<'p> Names<'p> {
    /// The names of a program.
    pub fn new(program: &'p Program) -> Self {
        Self(program)
    }

    /// A session parameter.
    pub fn param(self, name: &str) -> Option<u32> {
        place(&self.0.params, name, |p| (&p.name, &p.formerly))
    }

    /// A 分类.
    pub fn taxonomy(self, name: &str) -> Option<u32> {
        place(&self.0.taxonomies, name, |t| (&t.name, &t.formerly))
    }

    /// A leaf, by a name of its own or an alias.
    pub fn leaf(self, taxonomy: u32, name: &str) -> Option<u32> {
        let leaves = &self.0.taxonomies.get(taxonomy as usize)?.leaves;
        let alias = |l: &Leaf| l.aliases.iter().any(|a| a == name);
        place(leaves, name, |l| (&l.name, &l.formerly)).or_else(|| leaves.iter().position(alias).map(|i| i as u32))
    }

    /// A 登记表.
    pub fn form(self, name: &str) -> Option<u32> {
        place(&self.0.forms, name, |f| (&f.name, &f.formerly))
    }

    /// A field of a form.
    pub fn field(self, form: u32, name: &str) -> Option<u32> {
        place(&self.0.forms.get(form as usize)?.fields, name, |f| (&f.name, &f.formerly))
    }

    /// A 角色.
    pub fn role(self, name: &str) -> Option<u32> {
        place(&self.0.roles, name, |r| (&r.name, &r.formerly))
    }

    /// A 动作.
    pub fn action(self, name: &str) -> Option<u32> {
        place(&self.0.actions, name, |a| (&a.name, &a.formerly))
    }

    /// A 事件.
    pub fn event(self, name: &str) -> Option<u32> {
        place(&self.0.events, name, |e| (&e.name, &e.formerly))
    }

    /// A 用语.
    pub fn class(self, name: &str) -> Option<u32> {
        place(&self.0.phrases, name, |c| (&c.name, &c.formerly))
    }

    /// A 流程.
    pub fn flow(self, name: &str) -> Option<u32> {
        place(&self.0.flows, name, |f| (&f.name, &f.formerly))
    }

    /// A step of a flow.
    pub fn step(self, flow: u32, name: &str) -> Option<u32> {
        place(&self.0.flows.get(flow as usize)?.steps, name, |s| (&s.name, &s.formerly))
    }

    /// A 规则 or 保证.
    pub fn rule(self, name: &str) -> Option<u32> {
        place(&self.0.rules, name, |r| (&r.name, &r.formerly))
    }

    /// A 指标.
    pub fn metric(self, name: &str) -> Option<u32> {
        place(&self.0.metrics, name, |m| (&m.name, &m.formerly))
    }

    /// A 期限.
    pub fn deadline(self, name: &str) -> Option<u32> {
        place(&self.0.deadlines, name, |d| (&d.name, &d.formerly))
    }

    /// A 升级.
    pub fn ladder(self, name: &str) -> Option<u32> {
        place(&self.0.ladders, name, |l| (&l.name, &l.formerly))
    }

    /// A 周期.
    pub fn schedule(self, name: &str) -> Option<u32> {
        place(&self.0.schedules, name, |s| (&s.name, &s.formerly))
    }

    /// A place among variables or arguments.
    pub fn among(self, params: &[Param], name: &str) -> Option<u32> {
        place(params, name, |p| (&p.name, &p.formerly))
    }

    /// A label of an option. Every option that bore it bears one label now.
    pub fn label(self, name: &str) -> Option<u32> {
        let present = self.0.labels.iter().position(|l| l == name).map(|i| i as u32);
        present.or_else(|| {
            let options = self.0.flows.iter().flat_map(|f| f.options.iter().chain(f.steps.iter().flat_map(|s| &s.options)));
            options.into_iter().find(|o| o.formerly.iter().any(|f| f == name)).map(|o| o.label)
        })
    }

    /// A text that an older program wrote with [`super::For::Names`], with the names that this one has instead. What this one does not
    /// know stays as it is, and so is like nothing here.
    pub fn carried(self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('「') {
            out.push_str(before);
            out.push('「');
            let kind = Kind::ALL.into_iter().filter(|k| before.ends_with(k.word().0)).max_by_key(|k| k.word().0.len());
            let (name, behind) = after.split_once('」').unwrap_or((after, ""));
            match kind.and_then(|kind| self.now(kind, name)) {
                Some(now) => out.push_str(&now),
                None => out.push_str(name),
            }
            if after.len() > name.len() {
                out.push('」');
            }
            rest = behind;
        }
        out.push_str(rest);
        out
    }

    /// What a thing is called now.
    pub fn now(self, kind: Kind, name: &str) -> Option<String> {
        let p = self.0;
        let plain = |name: Option<&SmolStr>| name.map(ToString::to_string);
        match kind {
            Kind::Param => plain(p.params.get(self.param(name)? as usize).map(|x| &x.name)),
            Kind::Taxonomy => plain(p.taxonomies.get(self.taxonomy(name)? as usize).map(|x| &x.name)),
            Kind::Leaf => {
                let (of, leaf) = name.split_once('/')?;
                let of = self.taxonomy(of)?;
                let leaf = self.leaf(of, leaf)?;
                let of: &Taxonomy = p.taxonomies.get(of as usize)?;
                Some(format!("{}/{}", of.name, of.leaves.get(leaf as usize)?.name))
            }
            Kind::Form => plain(p.forms.get(self.form(name)? as usize).map(|x| &x.name)),
            Kind::Field => {
                let (of, field) = name.split_once('/')?;
                let of = self.form(of)?;
                let field = self.field(of, field)?;
                let of: &Form = p.forms.get(of as usize)?;
                Some(format!("{}/{}", of.name, of.fields.get(field as usize)?.name))
            }
            Kind::Role => plain(p.roles.get(self.role(name)? as usize).map(|x| &x.name)),
            Kind::Action => plain(p.actions.get(self.action(name)? as usize).map(|x| &x.name)),
            Kind::Event => plain(p.events.get(self.event(name)? as usize).map(|x| &x.name)),
            Kind::Decision => plain(p.decisions.get(place(&p.decisions, name, |d| (&d.name, &d.formerly))? as usize).map(|x| &x.name)),
            Kind::Phrases => plain(p.phrases.get(self.class(name)? as usize).map(|x| &x.name)),
            Kind::Forbid => plain(p.forbids.get(place(&p.forbids, name, |f| (&f.name, &f.formerly))? as usize).map(|x| &x.name)),
            Kind::Flow => plain(p.flows.get(self.flow(name)? as usize).map(|x| &x.name)),
            Kind::Step => {
                let (of, step) = name.split_once('/')?;
                let of = self.flow(of)?;
                let step = self.step(of, step)?;
                let of = p.flows.get(of as usize)?;
                let step: &Step = of.steps.get(step as usize)?;
                Some(format!("{}/{}", of.name, step.name))
            }
            // A variable that holds a form's record bears the form's name; another has had no other.
            Kind::Var => match self.form(name) {
                Some(form) => plain(p.forms.get(form as usize).map(|x| &x.name)),
                None => p.flows.iter().find_map(|f| plain(f.vars.get(self.among(&f.vars, name)? as usize).map(|x| &x.name))),
            },
            Kind::Option => p.labels.get(self.label(name)? as usize).cloned(),
            Kind::Stretch => plain(p.stretches.get(place(&p.stretches, name, |s| (&s.name, &s.formerly))? as usize).map(|x| &x.name)),
            Kind::Rule => plain(p.rules.get(self.rule(name)? as usize).map(|x| &x.name)),
            Kind::Metric => plain(p.metrics.get(self.metric(name)? as usize).map(|x| &x.name)),
            Kind::Deadline => plain(p.deadlines.get(self.deadline(name)? as usize).map(|x| &x.name)),
            Kind::Ladder => plain(p.ladders.get(self.ladder(name)? as usize).map(|x| &x.name)),
            Kind::Schedule => plain(p.schedules.get(self.schedule(name)? as usize).map(|x| &x.name)),
            Kind::Calendar => plain(p.calendars.get(place(&p.calendars, name, |c| (&c.name, &c.formerly))? as usize).map(|x| &x.name)),
        }
    }
}

/// A text that was written with [`super::For::Names`], without the marks.
pub fn plain(text: &str) -> String {
    pieces(text).fold(String::with_capacity(text.len()), |out, (words, name)| out + words + name)
}

/// What stands between the names of a marked text, each with the name behind it; none behind the last.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest.take()?;
        let Some((before, after)) = text.split_once('「') else { return Some((text, "")) };
        let kind = Kind::ALL.into_iter().filter(|k| before.ends_with(k.word().0)).max_by_key(|k| k.word().0.len());
        let (Some(kind), Some((name, behind))) = (kind, after.split_once('」')) else {
            let upto = text.len() - after.len();
            rest = Some(after);
            return Some((text.get(..upto).unwrap_or(text), ""));
        };
        rest = Some(behind);
        // A field, a leaf and a step are known by their own names where they stand.
        Some((before.strip_suffix(kind.word().0).unwrap_or(before), name.rsplit('/').next().unwrap_or(name)))
    })
}

/// Where what has this name stands: what bears it now, else the first that bore it.
pub(super) fn place<T>(all: &[T], name: &str, names: impl Fn(&T) -> (&SmolStr, &Vec<SmolStr>)) -> Option<u32> {
    let now = all.iter().position(|x| names(x).0 == name);
    now.or_else(|| all.iter().position(|x| names(x).1.iter().any(|f| f == name))).map(|i| i as u32)
}
