"""A sparse matrix is what its dense form is, whatever way its products are computed."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.constraints.sparse import Sparse

if TYPE_CHECKING:
    from numpy.typing import NDArray


@st.composite
def factors(draw: st.DrawFn) -> tuple[NDArray[np.int64], NDArray[Any], Sparse]:
    """A dense matrix, a factor to its right, and the matrix again as a sparse one."""
    height, width, columns = (draw(st.integers(*bounds)) for bounds in ((0, 5), (1, 6), (0, 80)))
    random = np.random.default_rng(draw(st.integers(0, 99)))
    dense = random.integers(-2, 3, (height, width)) * random.integers(0, 2, (height, width))
    values = random.integers(-(2**40), 2**40, (width, columns)).astype(draw(st.sampled_from([np.int64, np.float64])))
    return dense, values, Sparse.of([dict(enumerate(map(int, row))) for row in dense], width)


@given(factors())
def test_products_are_those_of_the_dense_matrix(given: tuple[NDArray[np.int64], NDArray[Any], Sparse]) -> None:
    dense, values, sparse = given
    product = sparse @ values
    assert product.dtype == values.dtype
    assert (product == dense @ values).all()
    assert (sparse.toarray() == dense).all()
    assert sparse.nnz == np.count_nonzero(dense)


@given(factors())
def test_rows_with_an_entry_under_a_mark_are_found(given: tuple[NDArray[np.int64], NDArray[Any], Sparse]) -> None:
    dense, values, sparse = given
    mask = values > 0
    assert (sparse.any_of(mask) == ((dense != 0).astype(int) @ mask > 0)).all()


@given(factors(), st.integers(0, 99))
def test_kept_entries_are_all_that_is_left(given: tuple[NDArray[np.int64], NDArray[Any], Sparse], seed: int) -> None:
    dense, _, sparse = given
    kept = np.random.default_rng(seed).random(sparse.nnz) < 0.5
    left = np.zeros_like(dense)
    left[sparse.row_of[kept], sparse.indices[kept]] = sparse.data[kept]
    assert (sparse.keep(kept).toarray() == left).all()
    assert sparse.keep(kept).nnz == kept.sum()


@pytest.mark.parametrize("columns", [1, 63, 64, 65])
def test_large_whole_numbers_are_added_exactly(columns: int) -> None:
    values = np.full((2, columns), 2**61 - 1)
    assert (Sparse.of([{0: 1, 1: 1}], 2) @ values == 2**62 - 2).all()


@pytest.mark.parametrize("length", [255, 256, 300])
def test_marks_are_found_however_long_a_row_is(length: int) -> None:
    mask = np.ones((length, 100), dtype=np.bool_)
    mask[:, :50] = False
    found = Sparse.of([dict.fromkeys(range(length), 1)], length).any_of(mask)
    assert found.tolist() == [[False] * 50 + [True] * 50]


@given(factors(), factors())
def test_stacked_matrices_are_one_below_the_other(
    first: tuple[Any, Any, Sparse], second: tuple[Any, Any, Sparse]
) -> None:
    width = max(first[2].shape[1], second[2].shape[1])
    parts = [Sparse(one.data, one.indices, one.indptr, (one.shape[0], width)) for _, _, one in (first, second)]
    assert (Sparse.stacked(parts).toarray() == np.concatenate([one.toarray() for one in parts])).all()


@given(factors(), st.randoms(use_true_random=False))
def test_rows_are_picked_and_columns_moved(given: tuple[NDArray[np.int64], NDArray[Any], Sparse], rng: Random) -> None:
    dense, _, sparse = given
    rows = np.array([rng.random() < 0.5 for _ in dense], dtype=np.bool_)
    columns = np.array(rng.sample(range(9), dense.shape[1]), dtype=np.intp)
    moved = np.zeros((len(dense), 9), dtype=np.int64)
    moved[:, columns] = dense
    assert (sparse.only(rows).toarray() == dense[rows]).all()
    assert (sparse.moved(columns, 9).toarray() == moved).all()
