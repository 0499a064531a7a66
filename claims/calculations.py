"""PURE: own calculations. A formula over named inputs, in exact decimal numbers; never `eval`."""

import ast
from collections.abc import Callable, Iterable, Mapping
from decimal import Context, Decimal, DecimalException, InvalidOperation
from typing import Any

from claims.wording import Said

LONGEST = 500  # characters of a formula
MOST_STEPS = 200
LARGEST_POWER = 64
DIGITS = 28
NO_RESULT = "The calculation has no result: it divides by zero or grows too large."
LOST_INPUT = "An input is taken from a figure that is no longer there, or no longer a single number."
BIGGEST = 999_999  # decimal exponent; what goes beyond is refused, not computed


class CalculationError(ValueError):
    """The formula or an input does not work; the message says what to change."""


def _power(base: Decimal, exponent: Decimal, context: Context) -> Decimal:
    if exponent != exponent.to_integral_value() or abs(exponent) > LARGEST_POWER:
        raise CalculationError(
            Said("Raise to whole powers of at most {largest_power}.", largest_power=LARGEST_POWER)
        )
    return context.power(base, exponent)


Operation = Callable[[Context, Decimal, Decimal], Decimal]
OPERATIONS: dict[type[ast.operator], Operation] = {
    ast.Add: lambda context, a, b: context.add(a, b),
    ast.Sub: lambda context, a, b: context.subtract(a, b),
    ast.Mult: lambda context, a, b: context.multiply(a, b),
    ast.Div: lambda context, a, b: context.divide(a, b),
    ast.Pow: lambda context, a, b: _power(a, b, context),
}
FUNCTIONS: dict[str, Callable[[Iterable[Decimal]], Decimal]] = {
    "min": min,
    "max": max,
    "sum": lambda values: sum(values, Decimal()),
}


def number(text: Any) -> Decimal:
    """A finite decimal number; CalculationError for anything else. Decimal point, no grouping."""
    try:
        value = Decimal(str(text).strip())
    except InvalidOperation as error:
        raise CalculationError(
            Said("'{text}' is no number: write it as 17460000 or 0.35.", text=text)
        ) from error
    if not value.is_finite():
        raise CalculationError(Said("'{text}' is no number: write it as 17460000 or 0.35.", text=text))
    return value


def evaluate(formula: str, inputs: Mapping[str, Decimal]) -> Decimal:
    """The result, to 28 significant digits.

    Allowed are + - * / **, brackets, numbers, the names of the inputs, and min, max, sum of several values.
    CalculationError names what is not allowed, an unknown or unused input, or a division by zero.
    """
    tree = _parse(formula)
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - set(FUNCTIONS)
    if unknown := sorted(used - set(inputs)):
        raise CalculationError(
            Said("The formula names {names}, for which there is no input.", names=", ".join(unknown))
        )
    if unused := sorted(set(inputs) - used):
        raise CalculationError(
            Said("The formula does not use {names}: leave it out or use it.", names=", ".join(unused))
        )
    context = Context(prec=DIGITS, Emax=BIGGEST, Emin=-BIGGEST)
    try:
        result = context.plus(_value(tree.body, inputs, formula, context))
    except DecimalException as error:
        raise CalculationError(NO_RESULT) from error
    if not result.is_finite():
        raise CalculationError(NO_RESULT)
    return result


Calculation = Mapping[
    str, Any
]  # formula, inputs, and which of these are taken "from" others or from "figures"


def worked_out(
    key: int, calculations: Mapping[int, Calculation], figures: Mapping[int, Decimal | None]
) -> Decimal:
    """What a calculation gives with the figures and the other calculations it takes its inputs from, as they
    are now. `figures`: a number each, None for a range. CalculationError where an input is no number any
    more or no longer there."""
    calculation = calculations.get(key)
    if calculation is None:
        raise CalculationError(LOST_INPUT)
    inputs = {name: number(value) for name, value in calculation.get("inputs", {}).items()}
    for name, figure in calculation.get("figures", {}).items():
        value = figures.get(figure)
        if value is None:
            raise CalculationError(LOST_INPUT)
        inputs[name] = value
    for name, other in calculation.get("from", {}).items():
        inputs[name] = worked_out(other, calculations, figures)
    return evaluate(calculation.get("formula", ""), inputs)


def _parse(formula: str) -> ast.Expression:
    if len(formula) > LONGEST:
        raise CalculationError(
            Said("The formula has more than {longest} characters: split the calculation.", longest=LONGEST)
        )
    try:
        tree = ast.parse(formula.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise CalculationError(Said("'{formula}' cannot be read as a formula.", formula=formula)) from error
    if sum(1 for _ in ast.walk(tree)) > MOST_STEPS:
        raise CalculationError("The formula has too many steps: split the calculation.")
    return tree


def _value(node: ast.expr, inputs: Mapping[str, Decimal], formula: str, context: Context) -> Decimal:
    def of(part: ast.expr) -> Decimal:
        return _value(part, inputs, formula, context)

    match node:
        case ast.Constant(value=int() | float()) if not isinstance(node.value, bool):
            # As written: 0.1 means a tenth, not the nearest binary fraction.
            return number(ast.get_source_segment(formula.strip(), node))
        case ast.Name(id=name):
            return inputs[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return context.minus(of(operand))
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return of(operand)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATIONS:
            return OPERATIONS[type(op)](context, of(left), of(right))
        case ast.Call(func=ast.Name(id=name), args=[_, _, *_] as given, keywords=[]) if name in FUNCTIONS:
            return FUNCTIONS[name]([of(part) for part in given])
    raise CalculationError(
        "Allowed in a formula: + - * / **, brackets, numbers, names of inputs, min, max, sum."
    )
