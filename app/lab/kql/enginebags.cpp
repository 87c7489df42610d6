#include "kql/enginefunctions.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <utility>
#include <vector>

/// Functions over many dynamic values at once: what aggregates have gathered into one array.
namespace qd::lab {

namespace {

using BagJson = nlohmann::ordered_json;
using BagArgs = EngineFunction::Args;

BagJson gatheredJson(BagArgs args, size_t index)
{
    if (index >= args.size() || !args[index])
        return BagJson::array();
    BagJson json = BagJson::parse(*args[index], nullptr, false);
    return json.is_array() ? json : BagJson::array();
}

std::string bagText(const BagJson &json) { return json.dump(-1, ' ', false, BagJson::error_handler_t::replace); }

/// One bag of all: of equal keys the first one's value stays.
std::optional<std::string> runMakeBag(BagArgs args)
{
    BagJson bag = BagJson::object();
    for (const BagJson &one : gatheredJson(args, 0))
        if (one.is_object())
            for (const auto &[key, value] : one.items())
                if (!bag.contains(key))
                    bag[key] = value;
    return bagText(bag);
}

void addSchema(BagJson *known, BagJson added)
{
    if (known->is_null()) {
        *known = std::move(added);
        return;
    }
    BagJson types = known->is_array() ? *known : BagJson::array({*known});
    if (!added.is_object()) {
        if (std::ranges::find(types, added) == types.end())
            types.push_back(std::move(added));
    } else if (const auto bag = std::ranges::find_if(types, [](const BagJson &type) { return type.is_object(); }); bag != types.end()) {
        for (const auto &[key, value] : added.items())
            addSchema(&(*bag)[key], value);
    } else {
        types.push_back(std::move(added));
    }
    *known = types.size() == 1 ? BagJson(types[0]) : types;
}

BagJson schemaOf(const BagJson &value)
{
    if (value.is_object()) {
        BagJson schema = BagJson::object();
        for (const auto &[key, member] : value.items())
            if (!member.is_null())
                schema[key] = schemaOf(member);
        return schema;
    }
    if (value.is_array()) {
        BagJson element;
        for (const BagJson &one : value)
            if (!one.is_null())
                addSchema(&element, schemaOf(one));
        return BagJson{{"`indexer`", element}};
    }
    return value.is_string() ? "string" : value.is_boolean() ? "bool" : value.is_number_float() ? "double" : "long";
}

std::optional<std::string> runBuildSchema(BagArgs args)
{
    BagJson schema;
    for (const BagJson &value : gatheredJson(args, 0))
        if (!value.is_null())
            addSchema(&schema, schemaOf(value));
    return bagText(schema);
}

/// Arrays as sets: all their elements, each once.
std::optional<std::string> runMergeSets(BagArgs args)
{
    std::vector<BagJson> all;
    for (const BagJson &set : gatheredJson(args, 0))
        if (set.is_array())
            all.insert(all.end(), set.begin(), set.end());
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end()); // NOLINT: clang 14 refuses the ranges form for JSON
    return bagText(BagJson(all));
}

/// [[value, weight], …], percentile: the value at which the weights up to it reach the percentile of all.
std::optional<std::string> runWeightedPercentile(BagArgs args)
{
    std::vector<std::pair<double, double>> values;
    double whole = 0;
    for (const BagJson &pair : gatheredJson(args, 0)) {
        if (!pair.is_array() || pair.size() != 2 || !pair[0].is_number() || !pair[1].is_number() || pair[1].get<double>() <= 0)
            continue;
        values.emplace_back(pair[0].get<double>(), pair[1].get<double>());
        whole += values.back().second;
    }
    double percentile = 0;
    if (values.empty() || args.size() < 2 || !args[1])
        return std::nullopt;
    std::from_chars(args[1]->data(), args[1]->data() + args[1]->size(), percentile);
    std::ranges::sort(values);
    double sum = 0;
    for (const auto &[value, weight] : values) {
        sum += weight;
        if (sum >= percentile / 100 * whole * (1 - 1e-12))
            return BagJson(value).dump();
    }
    return BagJson(values.back().first).dump();
}

/// Arrays side by side: the i-th elements of all of them together.
std::optional<std::string> runZip(BagArgs args)
{
    std::vector<BagJson> arrays;
    size_t longest = 0;
    for (size_t i = 0; i < args.size(); ++i) {
        arrays.push_back(gatheredJson(args, i));
        longest = std::max(longest, arrays.back().size());
    }
    BagJson zipped = BagJson::array();
    for (size_t i = 0; i < longest; ++i) {
        BagJson row = BagJson::array();
        for (const BagJson &array : arrays)
            row.push_back(i < array.size() ? array[i] : BagJson());
        zipped.push_back(std::move(row));
    }
    return bagText(zipped);
}

/// Keys and values of two arrays as a bag.
std::optional<std::string> runBagZip(BagArgs args)
{
    const BagJson keys = gatheredJson(args, 0);
    const BagJson values = gatheredJson(args, 1);
    BagJson bag = BagJson::object();
    for (size_t i = 0; i < keys.size(); ++i)
        if (keys[i].is_string())
            bag[keys[i].get<std::string>()] = i < values.size() ? values[i] : BagJson();
    return bagText(bag);
}

/// bag, key, value as JSON
std::optional<std::string> runBagSetKey(BagArgs args)
{
    BagJson bag = args[0] ? BagJson::parse(*args[0], nullptr, false) : BagJson::object();
    if (!bag.is_object() || !args[1])
        return std::nullopt;
    bag[std::string(*args[1])] = args[2] ? BagJson::parse(*args[2], nullptr, false) : BagJson();
    return bagText(bag);
}

/// array, indices as an array or a number: the parts between them.
std::optional<std::string> runArraySplit(BagArgs args)
{
    if (!args[0] || !args[1])
        return std::nullopt;
    const BagJson array = gatheredJson(args, 0);
    BagJson indices = BagJson::parse(*args[1], nullptr, false);
    if (!indices.is_array())
        indices = BagJson::array({indices});
    BagJson parts = BagJson::array();
    BagJson part = BagJson::array();
    size_t next = 0;
    const auto place = [&array](const BagJson &index) {
        const auto size = static_cast<std::int64_t>(array.size());
        const std::int64_t at = index.is_number() ? index.get<std::int64_t>() : 0;
        return static_cast<size_t>(std::clamp<std::int64_t>(at < 0 ? at + size : at, 0, size));
    };
    for (size_t i = 0; i <= array.size(); ++i) {
        while (next < indices.size() && place(indices[next]) <= i) {
            parts.push_back(std::exchange(part, BagJson::array()));
            ++next;
        }
        if (i < array.size())
            part.push_back(array[i]);
    }
    parts.push_back(part);
    return bagText(parts);
}

/// array, number of places, "rotate" or "shift", what fills up: to the left.
std::optional<std::string> runArrayMove(BagArgs args)
{
    if (!args[0] || !args[1])
        return std::nullopt;
    const BagJson array = gatheredJson(args, 0);
    std::int64_t places = 0;
    std::from_chars(args[1]->data(), args[1]->data() + args[1]->size(), places);
    const auto size = static_cast<std::int64_t>(array.size());
    const bool rotates = args[2] == "rotate";
    const BagJson filler = args.size() > 3 && args[3] ? BagJson::parse(*args[3], nullptr, false) : BagJson();
    BagJson moved = BagJson::array();
    for (std::int64_t i = 0; i < size; ++i) {
        const std::int64_t far = std::clamp<std::int64_t>(places, -size, size);
        const std::int64_t from = rotates ? ((i + places % size) % size + size) % size : i + far;
        moved.push_back(from >= 0 && from < size ? array[static_cast<size_t>(from)] : filler);
    }
    return bagText(moved);
}

/// conditions, values, values: arrays, or one value for all.
std::optional<std::string> runArrayIff(BagArgs args)
{
    if (!args[0])
        return std::nullopt;
    const BagJson conditions = gatheredJson(args, 0);
    const auto value = [&args](size_t index, size_t i) {
        const BagJson json = args[index] ? BagJson::parse(*args[index], nullptr, false) : BagJson();
        return !json.is_array() ? json : i < json.size() ? json[i] : BagJson();
    };
    BagJson chosen = BagJson::array();
    for (size_t i = 0; i < conditions.size(); ++i) {
        const BagJson &condition = conditions[i];
        const bool yes = condition.is_boolean() ? condition.get<bool>() : condition.is_number() && condition.get<double>() != 0;
        chosen.push_back(condition.is_null() ? BagJson() : value(yes ? 1 : 2, i));
    }
    return bagText(chosen);
}

} // namespace

std::span<const EngineFunction> bagEngineFunctions()
{
    static constexpr EngineFunction functions[] = {
        {"qd_make_bag", runMakeBag}, {"qd_buildschema", runBuildSchema}, {"qd_merge_sets", runMergeSets},
        {"qd_percentilew", runWeightedPercentile}, {"qd_zip", runZip}, {"qd_bag_zip", runBagZip}, {"qd_bag_set_key", runBagSetKey},
        {"qd_array_split", runArraySplit}, {"qd_array_move", runArrayMove}, {"qd_array_iff", runArrayIff}};
    return functions;
}

} // namespace qd::lab
