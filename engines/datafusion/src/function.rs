//! The two functions as DataFusion plans them.

use std::hash::{Hash, Hasher};

use datafusion::arrow::datatypes::{DataType, FieldRef};
use datafusion::common::{Result, ScalarValue};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::AggregateOrderSensitivity;
use datafusion::logical_expr::{
    Accumulator, AggregateUDFImpl, GroupsAccumulator, Signature, Volatility,
};
use sociogram::Analyzer;

use crate::accumulator::{Meeting, Meetings};
use crate::answer::{self, Question};
use crate::{arguments, state};

#[derive(Debug)]
pub(crate) struct Function {
    question: Question,
    analyzer: Analyzer,
    signature: Signature,
}

impl Function {
    pub(crate) fn new(question: Question, analyzer: Analyzer) -> Self {
        Self { question, analyzer, signature: Signature::user_defined(Volatility::Immutable) }
    }

    /// What tells one from another. Parameters are finite and above 0, so their bits do.
    fn identity(&self) -> (Question, [u64; 4]) {
        let parameters = self.analyzer.parameters();
        let numbers =
            [parameters.rise, parameters.decay, parameters.unaddressed, parameters.half_rate];
        (self.question, numbers.map(f64::to_bits))
    }
}

impl PartialEq for Function {
    fn eq(&self, other: &Self) -> bool {
        self.identity() == other.identity()
    }
}

impl Eq for Function {}

impl Hash for Function {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.identity().hash(state);
    }
}

impl AggregateUDFImpl for Function {
    fn name(&self) -> &str {
        self.question.name()
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, arg_types: &[DataType]) -> Result<Vec<DataType>> {
        arguments::coerced(self.question.name(), arg_types)
    }

    fn return_type(&self, _arg_types: &[DataType]) -> Result<DataType> {
        Ok(self.question.kind())
    }

    fn is_nullable(&self) -> bool {
        self.question.may_be_null()
    }

    fn state_fields(&self, args: StateFieldsArgs<'_>) -> Result<Vec<FieldRef>> {
        Ok(state::fields(args.name))
    }

    // A turn that comes twice is the same meeting, so DISTINCT asks for nothing.
    fn accumulator(&self, _args: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        Ok(Box::new(Meeting::new(self.question, self.analyzer)))
    }

    fn groups_accumulator_supported(&self, _args: AccumulatorArgs<'_>) -> bool {
        true
    }

    fn create_groups_accumulator(
        &self,
        _args: AccumulatorArgs<'_>,
    ) -> Result<Box<dyn GroupsAccumulator>> {
        Ok(Box::new(Meetings::new(self.question, self.analyzer)))
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        AggregateOrderSensitivity::Insensitive
    }

    /// The answer where there is no row: nobody spoke.
    fn default_value(&self, _data_type: &DataType) -> Result<ScalarValue> {
        let answer = answer::of_one(self.question, &self.analyzer, sociogram::Turns::new())?;
        ScalarValue::try_from_array(&answer, 0)
    }
}
