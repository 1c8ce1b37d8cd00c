//! 选项: what the customer may answer.

use crate::sema::cx::Cx;
use crate::sema::decl::meta;
use crate::sema::expr::text::plain;
use crate::sema::model::{self, Label, Opt};
use crate::sema::names::Wanted;
use crate::sema::scope::Symbol;
use crate::syntax::ast::{Act, OptionDecl, OptionLabel};

impl<'a> Cx<'a> {
    /// An option.
    pub(super) fn option(&mut self, option: &'a OptionDecl) -> Opt {
        let mut meta = meta(&option.meta);
        let only = self.roles(&option.only);
        let provided = option.provided.as_ref().map(|p| Box::new(self.condition(p)));
        let acts = option.acts.iter().filter_map(|a| self.act(a)).collect();
        let mut samples = Vec::with_capacity(option.samples.len());
        for sample in &option.samples {
            self.documents(sample);
            samples.push((plain(sample), sample.span));
        }
        let body = self.block(&option.body, &mut meta);
        Opt { label: label(&option.label), only, provided, acts, samples, body, span: option.span, meta }
    }

    fn act(&mut self, act: &Act) -> Option<model::Act> {
        match act {
            Act::Confirmed(path) => self.record_path(path).map(|(record, _)| model::Act::Confirmed(record)),
            Act::Consent(paths) => {
                let mut actions = Vec::with_capacity(paths.len());
                for path in paths {
                    let found = self.named(path, Wanted::Action, |s| match s {
                        Symbol::Action(id) => Some(id),
                        _ => None,
                    });
                    actions.extend(found);
                }
                Some(model::Act::Consent(actions))
            }
            Act::Identity(_) => Some(model::Act::Identity),
        }
    }
}

/// What an option is called.
pub(crate) fn label(label: &OptionLabel) -> Label {
    match label {
        OptionLabel::Name(name) => Label::Name(name.text.clone()),
        OptionLabel::Other(_) => Label::Other,
    }
}
