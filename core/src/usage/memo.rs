//! Calls that were mapped before. Logs repeat themselves: the same key decrypts, the same role is assumed.

use std::sync::Arc;

use super::meaning::Use;

/// How many calls are remembered; a power of two.
const SLOTS: usize = 1 << 12;
/// Longer requests are not remembered.
const LONGEST: usize = 1 << 11;

/// A table in which a call takes the place of another with the same hash: no more than a miss is lost.
#[derive(Debug, Default)]
pub(super) struct Memo {
    slots: Vec<Option<Remembered>>,
}

#[derive(Debug)]
struct Remembered {
    plan: usize,
    texts: [Box<str>; 5],
    uses: Arc<[Use<'static>]>,
}

/// All that the uses of a call follow from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Call<'r> {
    /// Which plan.
    pub plan: usize,
    /// Region, account, partition, request, `resources[]`.
    pub texts: [&'r str; 5],
}

impl Call<'_> {
    fn slot(&self) -> usize {
        let mut hash = self.plan as u64 ^ 0x9e37_79b9_7f4a_7c15;
        for text in self.texts {
            let mut words = text.as_bytes().chunks_exact(8);
            for word in &mut words {
                let word = u64::from_le_bytes(word.try_into().unwrap_or_default());
                hash = (hash ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23);
            }
            for byte in words.remainder() {
                hash = (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3);
            }
        }
        usize::try_from((hash ^ hash >> 32) & (SLOTS as u64 - 1)).unwrap_or(0)
    }
}

impl Memo {
    pub fn get(&self, call: &Call<'_>) -> Option<Arc<[Use<'static>]>> {
        let known = self.slots.get(call.slot())?.as_ref()?;
        let same = known.plan == call.plan && known.texts.iter().zip(call.texts).all(|(known, text)| **known == *text);
        same.then(|| Arc::clone(&known.uses))
    }

    pub fn keep(&mut self, call: &Call<'_>, uses: &Arc<[Use<'static>]>) {
        if call.texts.iter().map(|text| text.len()).sum::<usize>() > LONGEST {
            return;
        }
        if self.slots.is_empty() {
            self.slots.resize_with(SLOTS, || None);
        }
        if let Some(slot) = self.slots.get_mut(call.slot()) {
            *slot = Some(Remembered { plan: call.plan, texts: call.texts.map(Into::into), uses: Arc::clone(uses) });
        }
    }
}
