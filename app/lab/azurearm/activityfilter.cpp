#include "azurearm/activityfilter.h"

#include "azurearm/armpath.h"
#include "server/isotime.h"

#include <array>
#include <optional>

namespace qd::lab {

namespace {

constexpr std::chrono::days activityAge{90};
constexpr std::array<std::string_view, 5> activityKeys{"resourceGroupName", "resourceUri", "resourceProvider", "correlationId",
                                                      "eventChannels"};

Error badFilter(const QString &why)
{
    return {.kind = ErrorKind::Invalid, .message = why};
}

std::string_view trimmedText(std::string_view text)
{
    while (text.starts_with(' '))
        text.remove_prefix(1);
    while (text.ends_with(' '))
        text.remove_suffix(1);
    return text;
}

/// One term and what is left of the text behind its "and".
struct FilterTerm {
    std::string_view name;
    std::string_view op;
    std::string value;
};

std::string_view takeWord(std::string_view &text)
{
    text = trimmedText(text);
    const size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(end);
    return word;
}

/// 'text' with quotes doubled inside; nothing when it does not start or end with one.
std::optional<std::string> takeQuoted(std::string_view &text)
{
    text = trimmedText(text);
    if (!text.starts_with('\''))
        return std::nullopt;
    std::string value;
    for (size_t i = 1; i < text.size(); ++i) {
        if (text[i] != '\'') {
            value.push_back(text[i]);
        } else if (i + 1 < text.size() && text[i + 1] == '\'') {
            value.push_back(text[++i]);
        } else {
            text.remove_prefix(i + 1);
            return value;
        }
    }
    return std::nullopt;
}

std::optional<FilterTerm> takeTerm(std::string_view &text)
{
    FilterTerm term{.name = takeWord(text), .op = takeWord(text), .value = {}};
    std::optional<std::string> value = takeQuoted(text);
    if (!value)
        return std::nullopt;
    term.value = *std::move(value);
    return term;
}

std::string_view knownKey(std::string_view name)
{
    for (const std::string_view key : activityKeys)
        if (sameName(key, name))
            return key;
    return {};
}

/// Nothing, or why the term is refused.
std::optional<QString> applyTerm(const FilterTerm &term, ActivityFilter &filter)
{
    if (sameName(term.name, "eventTimestamp")) {
        const std::optional<Instant> at = parseIsoTime(term.value);
        if (!at || (term.op != "ge" && term.op != "le"))
            return QStringLiteral("eventTimestamp takes ge or le and a time.");
        (term.op == "ge" ? filter.from : filter.to) = *at;
        return std::nullopt;
    }
    const std::string_view key = knownKey(term.name);
    if (key.empty() || term.op != "eq")
        return QStringLiteral("The filter is not supported.");
    if (!filter.key.empty() && key != "eventChannels")
        return QStringLiteral("Only one of the resource filters can be given.");
    if (key != "eventChannels") {
        filter.key = key;
        filter.value = term.value;
    }
    return std::nullopt;
}

bool holdsSegment(std::string_view id, std::string_view before, std::string_view segment)
{
    const std::string needle = foldedCase(before) + "/" + foldedCase(segment);
    const std::string folded = foldedCase(id) + "/";
    return folded.find(needle + "/") != std::string::npos;
}

} // namespace

bool ActivityFilter::accepts(const Activity &activity) const
{
    if (key == "resourceUri") {
        const std::string wanted = foldedCase(value);
        const std::string held = foldedCase(activity.resourceId);
        return held == wanted || held.starts_with(wanted + "/");
    }
    if (key == "resourceGroupName")
        return holdsSegment(activity.resourceId, "/resourceGroups", value);
    if (key == "resourceProvider")
        return holdsSegment(activity.resourceId, "/providers", value);
    return key.empty() || sameName(activity.correlationId, value);
}

Result<ActivityFilter> parseActivityFilter(std::string_view text, Instant now)
{
    ActivityFilter filter{.from = now - activityAge, .to = now, .key = {}, .value = {}};
    while (!trimmedText(text).empty()) {
        const std::optional<FilterTerm> term = takeTerm(text);
        if (!term)
            return badFilter(QStringLiteral("The filter is malformed."));
        if (const std::optional<QString> why = applyTerm(*term, filter))
            return badFilter(*why);
        const std::string_view rest = trimmedText(text);
        if (!rest.empty() && takeWord(text) != "and")
            return badFilter(QStringLiteral("Terms of the filter are joined by 'and'."));
    }
    if (filter.from < now - activityAge)
        return badFilter(QStringLiteral("The start time cannot be more than 90 days in the past."));
    return filter;
}

} // namespace qd::lab
