#include "kql/assist/signatures.h"

#include <array>

namespace qd::kql::assist {

std::span<const Signature> dynamicSignatures()
{
    static constexpr std::array signatures{
        Signature{"parse_json", "text", "dynamic", "JSON text as a dynamic value."},
        Signature{"parsejson", "text", "dynamic", "Older name of parse_json."},
        Signature{"todynamic", "text", "dynamic", "Another name of parse_json."},
        Signature{"toobject", "text", "dynamic", "Another name of parse_json."},
        Signature{"dynamic_to_json", "value", "string", "A dynamic value as JSON with its keys in order."},
        Signature{"array_length", "array", "long", "Number of elements."},
        Signature{"array_concat", "array, …", "dynamic", "Arrays one after the other."},
        Signature{"array_slice", "array, start, end", "dynamic", "Part of an array; both ends belong to it, below 0 counts from the end."},
        Signature{"array_split", "array, index", "dynamic", "An array cut into several."},
        Signature{"array_reverse", "array", "dynamic", "Elements in reverse order."},
        Signature{"array_rotate_left", "array, count", "dynamic", "Elements moved to the left, round the end."},
        Signature{"array_rotate_right", "array, count", "dynamic", "Elements moved to the right, round the end."},
        Signature{"array_shift_left", "array, count, [fill]", "dynamic", "Elements moved to the left, gaps filled."},
        Signature{"array_shift_right", "array, count, [fill]", "dynamic", "Elements moved to the right, gaps filled."},
        Signature{"array_sum", "array", "real", "Sum of the elements."},
        Signature{"array_index_of", "array, value, [start], [length], [occurrence]", "long", "Where an element stands, or -1."},
        Signature{"array_iff", "conditions, thens, elses", "dynamic", "One of two values for every element."},
        Signature{"array_iif", "conditions, thens, elses", "dynamic", "Another name of array_iff."},
        Signature{"array_sort_asc", "array, …", "dynamic", "Sorted upwards; further arrays follow the first."},
        Signature{"array_sort_desc", "array, …", "dynamic", "Sorted downwards; further arrays follow the first."},
        Signature{"jaccard_index", "set1, set2", "real", "How much two sets share, from 0 to 1."},
        Signature{"set_union", "array, …", "dynamic", "Distinct elements of all arrays."},
        Signature{"set_intersect", "array, …", "dynamic", "Distinct elements that all arrays have."},
        Signature{"set_difference", "array, …", "dynamic", "Elements of the first array that no other has."},
        Signature{"set_equals", "array1, array2", "bool", "Whether two arrays have the same distinct elements."},
        Signature{"set_has_element", "array, value", "bool", "Whether an array has an element."},
        Signature{"bag_keys", "bag", "dynamic", "Array of a bag's keys."},
        Signature{"bag_has_key", "bag, key", "bool", "Whether a bag has a key."},
        Signature{"bag_set_key", "bag, key, value", "dynamic", "A bag with one key set."},
        Signature{"bag_remove_keys", "bag, keys", "dynamic", "A bag without some keys."},
        Signature{"bag_merge", "bag, …", "dynamic", "Bags as one; the first that has a key wins."},
        Signature{"bag_zip", "keys, values", "dynamic", "A bag from two arrays."},
        Signature{"bag_pack", "key, value, …", "dynamic", "A bag from keys and values."},
        Signature{"bag_pack_columns", "column, …", "dynamic", "A bag from columns and their names."},
        Signature{"pack", "key, value, …", "dynamic", "Older name of bag_pack."},
        Signature{"pack_dictionary", "key, value, …", "dynamic", "Older name of bag_pack."},
        Signature{"pack_all", "[ignoreEmpty]", "dynamic", "A bag of all columns."},
        Signature{"pack_array", "value, …", "dynamic", "An array from values."},
        Signature{"range", "start, stop, [step]", "dynamic", "Array of evenly spaced values."},
        Signature{"repeat", "value, count", "dynamic", "Array of one value repeated."},
        Signature{"treepath", "object", "dynamic", "Array of the paths in a dynamic value."},
        Signature{"zip", "array, …", "dynamic", "Arrays woven into one array of arrays."}};
    return signatures;
}

std::span<const Signature> seriesSignatures()
{
    static constexpr std::array signatures{
        Signature{"series_stats", "series, [ignoreNonfinite]", "columns", "Smallest, largest, mean and spread of a series, in columns."},
        Signature{"series_stats_dynamic", "series, [ignoreNonfinite]", "dynamic", "Smallest, largest, mean and spread of a series."},
        Signature{"series_fit_line", "series", "columns", "The straight line that fits best: rsquare, slope, variance, rvariance, interception, line_fit."},
        Signature{"series_fit_line_dynamic", "series", "dynamic", "The straight line that fits best, as a bag."},
        Signature{"series_fit_2lines", "series", "columns", "Two straight lines and the point where they meet."},
        Signature{"series_fit_2lines_dynamic", "series", "dynamic", "Two straight lines, as a bag."},
        Signature{"series_fit_poly", "series, [x], [degree]", "columns", "The polynomial that fits best."},
        Signature{"series_decompose", "series, [seasonality], [trend], [testPoints], [threshold]", "columns", "Baseline, season, trend and rest of a series."},
        Signature{"series_decompose_anomalies", "series, [threshold], [seasonality], [trend], [testPoints], [method], [seasonalityThreshold]", "columns", "Points that stand out: 1 above, -1 below; with their score and the expected value."},
        Signature{"series_decompose_forecast", "series, points, [seasonality], [trend], [seasonalityThreshold]", "columns", "A series continued by its season and trend."},
        Signature{"series_outliers", "series, [kind], [ignore], [lower], [upper]", "dynamic", "How far each point lies outside the usual."},
        Signature{"series_periods_detect", "series, [minimum], [maximum], [count]", "columns", "The strongest periods of a series."},
        Signature{"series_periods_validate", "series, period, …", "columns", "How strong given periods are."},
        Signature{"series_seasonal", "series, [period]", "dynamic", "The seasonal part of a series."},
        Signature{"series_fill_const", "series, value, [missing]", "dynamic", "Gaps filled with a constant."},
        Signature{"series_fill_forward", "series, [missing]", "dynamic", "Gaps filled with the value before."},
        Signature{"series_fill_backward", "series, [missing]", "dynamic", "Gaps filled with the value behind."},
        Signature{"series_fill_linear", "series, [missing], [edges], [constant]", "dynamic", "Gaps filled by straight lines."},
        Signature{"series_fir", "series, filter, [normalize], [center]", "dynamic", "A moving filter over a series."},
        Signature{"series_iir", "series, numerators, denominators", "dynamic", "A recursive filter over a series."},
        Signature{"series_add", "series1, series2", "dynamic", "Sum, element by element."},
        Signature{"series_subtract", "series1, series2", "dynamic", "Difference, element by element."},
        Signature{"series_multiply", "series1, series2", "dynamic", "Product, element by element."},
        Signature{"series_divide", "series1, series2", "dynamic", "Quotient, element by element."},
        Signature{"series_greater", "series1, series2", "dynamic", "Whether greater, element by element."},
        Signature{"series_greater_equals", "series1, series2", "dynamic", "Whether at least, element by element."},
        Signature{"series_less", "series1, series2", "dynamic", "Whether less, element by element."},
        Signature{"series_less_equals", "series1, series2", "dynamic", "Whether at most, element by element."},
        Signature{"series_equals", "series1, series2", "dynamic", "Whether equal, element by element."},
        Signature{"series_not_equals", "series1, series2", "dynamic", "Whether different, element by element."},
        Signature{"series_abs", "series", "dynamic", "Each element without its sign."},
        Signature{"series_exp", "series", "dynamic", "e to the power of each element."},
        Signature{"series_log", "series", "dynamic", "Logarithm of each element."},
        Signature{"series_pow", "series1, series2", "dynamic", "Power, element by element."},
        Signature{"series_sign", "series", "dynamic", "Sign of each element."},
        Signature{"series_floor", "series", "dynamic", "Each element rounded down."},
        Signature{"series_ceiling", "series", "dynamic", "Each element rounded up."},
        Signature{"series_sin", "series", "dynamic", "Sine of each element."},
        Signature{"series_cos", "series", "dynamic", "Cosine of each element."},
        Signature{"series_tan", "series", "dynamic", "Tangent of each element."},
        Signature{"series_sum", "series", "real", "Sum of the elements."},
        Signature{"series_product", "series", "real", "Product of the elements."},
        Signature{"series_dot_product", "series1, series2", "real", "Sum of the products, element by element."},
        Signature{"series_magnitude", "series", "real", "Square root of the sum of squares."},
        Signature{"series_pearson_correlation", "series1, series2", "real", "How much two series move together, from -1 to 1."},
        Signature{"series_cosine_similarity", "series1, series2", "real", "The cosine between two series as vectors."}};
    return signatures;
}

} // namespace qd::kql::assist
