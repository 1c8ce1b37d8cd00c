//! 选项.

use super::cx::Cx;
use crate::syntax::ast::{Act, Meta, Name, OptionDecl, OptionLabel};
use crate::syntax::grammar::Rule;
use crate::syntax::name::normal;
use crate::syntax::parse::cx::unquoted;
use crate::syntax::token::{Cursor, Node};

impl Cx<'_> {
    /// An option with its inline statement.
    pub(crate) fn option(&mut self, node: Node<'_>, at: usize, meta: Meta) -> OptionDecl {
        let span = self.span(at);
        let mut c = node.inner();
        let label = self.label(&mut c);
        let mut option =
            OptionDecl { label, only: Vec::new(), provided: None, acts: Vec::new(), samples: Vec::new(), body: Vec::new(), meta, span };
        while let Some(node) = c.node() {
            if self.meta(&mut c, &mut option.meta) {
                continue;
            }
            match node.rule {
                Rule::only => option.only.extend(node.inner().names()),
                Rule::provided => option.provided = Some(Box::new(self.inside(node))),
                Rule::counts_as => option.acts.extend(node.inner().filter_map(act)),
                Rule::samples => {
                    option.samples.reserve_exact(node.inner().count());
                    for text in node.inner() {
                        option.samples.push(self.text(text));
                    }
                }
                _ => {
                    option.body = self.inline(&mut c, at);
                    break;
                }
            }
            c.next();
        }
        option
    }

    /// The label of an option: 其他, a text or a name.
    pub(crate) fn label(&mut self, c: &mut Cursor<'_>) -> OptionLabel {
        match c.node() {
            Some(n) if n.rule == Rule::other => {
                c.next();
                OptionLabel::Other(n.span())
            }
            Some(n) if n.rule == Rule::text => {
                c.next();
                OptionLabel::Name(Name { text: normal(unquoted(n.str())), span: n.span() })
            }
            // In a 场景 a column may hold the label; it keeps its braces.
            Some(n) if n.rule == Rule::braced => {
                c.next();
                let inner = n.str().trim_start_matches('{').trim_end_matches('}').trim();
                OptionLabel::Name(Name { text: format!("{{{inner}}}").into(), span: n.span() })
            }
            _ => OptionLabel::Name(c.name()),
        }
    }
}

fn act(node: Node<'_>) -> Option<Act> {
    Some(match node.rule {
        Rule::confirmed => Act::Confirmed(node.inner().path()),
        Rule::consent => Act::Consent(node.inner().paths()),
        Rule::identity => Act::Identity(node.span()),
        _ => return None,
    })
}
