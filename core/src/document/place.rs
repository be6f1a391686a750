//! Where a reader stands in a document.

use crate::text::PathElement;

/// Where the reader stands; a path is only built when there is something to say.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    parent: Option<&'p Place<'p>>,
    step: Step<'p>,
}

#[derive(Clone, Copy)]
pub(super) enum Step<'p> {
    Top,
    Value(&'p str),
    Index(usize),
}

impl<'p> Place<'p> {
    pub const TOP: Place<'static> = Place { parent: None, step: Step::Top };

    pub fn member(&'p self, name: &'p str) -> Place<'p> {
        Place { parent: Some(self), step: Step::Value(name) }
    }

    pub fn element(&'p self, index: usize) -> Place<'p> {
        Place { parent: Some(self), step: Step::Index(index) }
    }

    pub fn path(&self) -> Vec<PathElement> {
        let mut path = Vec::new();
        let mut place = Some(self);
        while let Some(here) = place {
            match here.step {
                Step::Top => {}
                Step::Value(name) => path.push(PathElement::Value(name.to_owned())),
                Step::Index(index) => path.push(PathElement::Index(index)),
            }
            place = here.parent;
        }
        path.reverse();
        path
    }
}
