//! L12: groups that a number has to be read in, and that numbers with another count of digits do not fit.

use crate::base::Diagnostic;
use crate::lint::{Rule, codes::GROUPED_LENGTH, cx::Cx};
use crate::sema::model::Ty;

pub(crate) static RULE: Rule = Rule { run };

/// Digits of a mobile number.
const MOBILE: u32 = 11;

fn run(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for field in cx.model.forms.iter().flat_map(|f| &f.fields).filter(|f| !f.grouped.is_empty()) {
        let (name, digits) = (&field.name, field.grouped.iter().fold(0_u32, |sum, n| sum.saturating_add(*n)));
        let found = match field.slot.ty {
            Ty::Mobile if digits != MOBILE => Diagnostic::new(
                &GROUPED_LENGTH,
                field.span,
                format!("“{name}”是十一位的手机号，分段合起来却是{digits}位，一个号码也填不进去"),
                format!("`{name}` is a mobile number of eleven digits, the groups have {digits}, and no number can be filled in"),
            )
            .help("把分段改成合起来十一位，比如 3-4-4。", "Write groups of eleven digits together, such as 3-4-4."),
            Ty::Phone if field.pattern.is_none() => Diagnostic::new(
                &GROUPED_LENGTH,
                field.span,
                format!("“{name}”可以是座机，位数不定，照这个分段只填得进{digits}位的号码"),
                format!("`{name}` may be a landline with any count of digits, and only numbers of {digits} fit these groups"),
            )
            .help(
                "只记手机的，类型写“手机号”；座机另写一项，不分段；只有一种位数的，再写“格式”。",
                "Make it `mobile` if only mobiles are meant; give landlines a field without groups; where all have one length, say so with `pattern`.",
            ),
            _ => continue,
        };
        out.push(found);
    }
}
