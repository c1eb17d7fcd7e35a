//! Columns of names: who is meant by a row, looked up once for many.

use std::borrow::Cow;
use std::collections::HashMap;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, StringArray};
use arrow_schema::DataType;

use crate::turn::SpeakerIndex;

/// What is known of the names of a dictionary.
pub(super) struct Known<T> {
    names: Option<StringArray>,
    pub(super) of: Vec<Option<T>>,
}

impl<T: Clone> Known<T> {
    pub(super) const fn new() -> Self {
        Self { names: None, of: Vec::new() }
    }

    /// Forgets what is known, unless the names are those of before; says whether they are.
    pub(super) fn begin(&mut self, names: &StringArray) -> bool {
        let is_same = self.names.as_ref().is_some_and(|before| {
            before.len() == names.len()
                && before.values().as_ptr() == names.values().as_ptr()
                && before.offsets().inner().as_ptr() == names.offsets().inner().as_ptr()
        });
        if !is_same {
            self.of.clear();
            self.of.resize(names.len(), None);
            // Held, so that others do not come to lie where they were.
            self.names = Some(names.clone());
        }
        is_same
    }
}

/// Who is who in the meetings of a dictionary of few speakers, for rows that do not stand together: to
/// look at the labels of a meeting is to wait for memory.
#[derive(Default)]
pub(super) struct Seats {
    names: usize,
    of: Vec<Option<SpeakerIndex>>,
}

impl Seats {
    /// So many are known at most.
    const MOST: usize = 1 << 20;
    /// With more speakers in a dictionary most meetings would have most seats empty.
    const MOST_NAMES: usize = 64;

    pub(super) fn begin(&mut self, names: usize) {
        self.names = names;
        self.of.clear();
    }

    pub(super) fn forget(&mut self) {
        self.of.clear();
    }

    fn at(&self, meeting: usize, name: usize) -> Option<usize> {
        let at = meeting.checked_mul(self.names)?.checked_add(name)?;
        (self.names <= Self::MOST_NAMES && at < Self::MOST).then_some(at)
    }

    pub(super) fn get(&self, meeting: usize, name: usize) -> Option<SpeakerIndex> {
        self.at(meeting, name).and_then(|at| self.of.get(at).copied().flatten())
    }

    pub(super) fn take(&mut self, meeting: usize, name: usize, speaker: SpeakerIndex) {
        let Some(at) = self.at(meeting, name) else { return };
        if self.of.len() <= at {
            self.of.resize(at + 1, None);
        }
        if let Some(seat) = self.of.get_mut(at) {
            *seat = Some(speaker);
        }
    }
}

/// A column of names: each once, and which one is where; below 0 where there is none.
pub(super) struct Names<'b> {
    pub(super) keys: Cow<'b, [i32]>,
    pub(super) names: StringArray,
}

impl<'b> Names<'b> {
    pub(super) fn of(column: &'b dyn Array) -> Result<Self, String> {
        if let Some(dictionary) = column.as_dictionary_opt::<Int32Type>() {
            let names = dictionary.values().as_string_opt::<i32>();
            let names = names.ok_or("a name is no text")?.clone();
            let keys = dictionary.keys();
            let mut all = Cow::Borrowed(&**keys.values());
            if let Some(nulls) = keys.nulls().filter(|nulls| nulls.null_count() > 0) {
                for (key, is_there) in all.to_mut().iter_mut().zip(nulls) {
                    *key = if is_there { *key } else { -1 };
                }
            }
            return Ok(Self { keys: all, names });
        }
        let mut places: HashMap<i128, i32> = HashMap::new();
        let mut names = Vec::new();
        let mut keys = Vec::with_capacity(column.len());
        for_each_whole(column, &mut |number| {
            let next = i32::try_from(names.len()).unwrap_or(i32::MAX);
            keys.push(number.map_or(-1, |number| {
                *places.entry(number).or_insert_with(|| {
                    names.push(number.to_string());
                    next
                })
            }));
        })
        .ok_or_else(|| format!("{} names nobody", column.data_type()))?;
        Ok(Self { keys: keys.into(), names: StringArray::from(names) })
    }

    pub(super) fn name(&self, key: i32) -> Option<&str> {
        self.at(usize::try_from(key).ok()?)
    }

    pub(super) fn at(&self, at: usize) -> Option<&str> {
        let is_there = at < self.names.len() && !self.names.is_null(at);
        is_there.then(|| self.names.value(at))
    }
}

/// Tells all whole numbers of a column, if it has such.
fn for_each_whole(column: &dyn Array, tell: &mut dyn FnMut(Option<i128>)) -> Option<()> {
    macro_rules! of {
        ($($kind:ident => $of:ty),*) => {
            match column.data_type() {
                $(DataType::$kind => {
                    column.as_primitive_opt::<$of>()?.iter().for_each(|number| tell(number.map(i128::from)));
                    Some(())
                })*
                _ => None,
            }
        };
    }
    of!(Int8 => Int8Type, Int16 => Int16Type, Int32 => Int32Type, Int64 => Int64Type,
        UInt8 => UInt8Type, UInt16 => UInt16Type, UInt32 => UInt32Type, UInt64 => UInt64Type)
}
