#include "ingestion/exceptiondata.h"

#include "ingestion/basedata.h"

#include <nlohmann/json.hpp>

namespace qd::lab {

namespace {

using WireJson = nlohmann::json;

constexpr size_t maxFrames = 200;
constexpr size_t maxExceptions = 10;

/// A frame from one line of a V8 stack: "    at run (/app/tool.js:10:5)". Null for other lines.
WireJson frameOfLine(std::string_view line, size_t level)
{
    const size_t at = line.find("at ");
    if (at == std::string_view::npos || line.substr(0, at).find_first_not_of(" \t") != std::string_view::npos)
        return nullptr;
    const std::string_view text = line.substr(at + 3);
    const size_t open = text.find(" (");
    const std::string_view place = open == std::string_view::npos ? std::string_view() : text.substr(open + 2);
    const std::string_view method = text.substr(0, open);
    return {{"level", level}, {"method", method}, {"assembly", "<unknown>"}, {"fileName", place.substr(0, place.find(':'))}};
}

WireJson framesOfText(std::string_view stack)
{
    WireJson frames = WireJson::array();
    while (!stack.empty() && frames.size() < maxFrames) {
        const size_t end = stack.find('\n');
        if (WireJson frame = frameOfLine(stack.substr(0, end), frames.size()); !frame.is_null())
            frames.push_back(std::move(frame));
        stack = end == std::string_view::npos ? std::string_view() : stack.substr(end + 1);
    }
    return frames;
}

WireJson framesOf(const WireJson &exception)
{
    const auto parsed = exception.find("parsedStack");
    if (parsed != exception.end() && parsed->is_array() && !parsed->empty())
        return *parsed;
    return framesOfText(textOf(exception, "stack"));
}

WireJson detailsOf(const WireJson &exception)
{
    return {{"type", textOf(exception, "typeName")}, {"message", textOf(exception, "message")},
            {"rawStack", textOf(exception, "stack")}, {"parsedStack", framesOf(exception)}};
}

std::string firstMethod(const WireJson &details)
{
    const WireJson &frames = details.at("parsedStack");
    return frames.empty() || !frames.front().is_object() ? std::string() : textOf(frames.front(), "method");
}

/// As Application Insights groups exceptions: by type and the place where it was thrown.
void addContext(TelemetryItem &item, const WireJson &details)
{
    const std::string method = firstMethod(details.front());
    if (!method.empty())
        for (const char *column : {"method", "outerMethod"})
            item.context.emplace_back(column, method);
    item.context.emplace_back("problemId", method.empty() ? item.type : item.type + " at " + method);
    item.context.emplace_back("innermostType", textOf(details.back(), "type"));
    item.context.emplace_back("innermostMessage", textOf(details.back(), "message"));
    if (std::string innermost = firstMethod(details.back()); !innermost.empty())
        item.context.emplace_back("innermostMethod", std::move(innermost));
}

} // namespace

std::string decodeExceptionChain(const nlohmann::json &data, TelemetryItem &item)
{
    const auto chain = data.find("exceptions");
    if (chain == data.end() || !chain->is_array() || chain->empty())
        return "109: Field 'exceptions' on type 'ExceptionData' is required but missing or empty.";
    WireJson details = WireJson::array();
    for (const WireJson &exception : *chain) {
        if (!exception.is_object())
            return "110: Field 'exceptions' on type 'ExceptionData' must hold objects.";
        if (details.size() < maxExceptions)
            details.push_back(detailsOf(exception));
    }
    item.type = textOf(details.front(), "type");
    item.message = textOf(details.front(), "message");
    addContext(item, details);
    item.details = details.dump(-1, ' ', false, WireJson::error_handler_t::replace);
    return {};
}

void describeException(TelemetryItem &item, const std::string &type, const std::string &message, const std::string &stack)
{
    const WireJson one = {{"typeName", type}, {"message", message}, {"stack", stack}};
    decodeExceptionChain({{"exceptions", WireJson::array({one})}}, item);
}

} // namespace qd::lab
