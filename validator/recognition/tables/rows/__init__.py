"""Which number of a row stands in which column, for each way in which rows are printed.

As a grid (`grid_rows`), in one line below the header (`flat`), as one small table a row (`captioned`), by their order
alone (`by_order`, `in_order`), or with every blank cell kept (`kept_cells`). It knows neither the rest of the document
nor other tables.
"""
