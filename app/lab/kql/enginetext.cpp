#include "kql/enginefunctions.h"

#include "kql/xxhash64.h"

#include <QUrl>
#include <QUrlQuery>
#include <QXmlStreamReader>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>
#include <vector>

/// Functions over text that holds something: addresses, URLs, XML, versions.
namespace qd::lab {

namespace {

using TextJson = nlohmann::ordered_json;
using TextArgs = EngineFunction::Args;

std::string utf8(const QString &text) { return text.toStdString(); }

std::optional<std::string> runXxHash(TextArgs args)
{
    return std::to_string(static_cast<std::int64_t>(xxHash64(args[0].value_or(std::string_view()))));
}

/// Of the eight bytes of a whole number, lowest first.
std::optional<std::string> runXxHashNumber(TextArgs args)
{
    std::int64_t number = 0;
    if (!args[0] || std::from_chars(args[0]->data(), args[0]->data() + args[0]->size(), number).ec != std::errc())
        return std::nullopt;
    std::string bytes;
    for (int i = 0; i < 8; ++i)
        bytes += static_cast<char>(static_cast<std::uint64_t>(number) >> (8 * i) & 255);
    return std::to_string(static_cast<std::int64_t>(xxHash64(bytes)));
}

TextJson queryJson(const QString &query)
{
    TextJson json = TextJson::object();
    const auto items = QUrlQuery(query).queryItems(QUrl::FullyDecoded);
    for (const auto &[name, value] : items)
        json[utf8(name)] = utf8(value);
    return json;
}

std::optional<std::string> runParseUrl(TextArgs args)
{
    if (!args[0])
        return std::nullopt;
    const QUrl url(QString::fromUtf8(args[0]->data(), static_cast<qsizetype>(args[0]->size())));
    if (!url.isValid() || url.scheme().isEmpty())
        return std::nullopt;
    const TextJson json{{"Scheme", utf8(url.scheme())}, {"Host", utf8(url.host())},
                        {"Port", url.port() < 0 ? std::string() : std::to_string(url.port())}, {"Path", utf8(url.path(QUrl::FullyDecoded))},
                        {"Username", utf8(url.userName())}, {"Password", utf8(url.password())},
                        {"Query Parameters", queryJson(url.query())}, {"Fragment", utf8(url.fragment())}};
    return json.dump(-1, ' ', false, TextJson::error_handler_t::replace);
}

std::optional<std::string> runParseUrlQuery(TextArgs args)
{
    if (!args[0])
        return std::nullopt;
    const QString query = QString::fromUtf8(args[0]->data(), static_cast<qsizetype>(args[0]->size()));
    return TextJson{{"Query Parameters", queryJson(query.startsWith(u'?') ? query.mid(1) : query)}}.dump(-1, ' ', false, TextJson::error_handler_t::replace);
}

/// Reads elements as bags: attributes with @ before their name, text beside them as #text, a repeated element as an array.
class XmlBags
{
public:
    explicit XmlBags(const QString &text) : m_xml(text) {}

    std::optional<TextJson> read()
    {
        if (!m_xml.readNextStartElement())
            return std::nullopt;
        const std::string name = utf8(m_xml.qualifiedName().toString());
        TextJson json = TextJson::object();
        json[name] = element(1);
        while (!m_xml.atEnd())
            m_xml.readNext();
        return m_xml.hasError() ? std::nullopt : std::optional(json);
    }

private:
    TextJson element(int depth)
    {
        constexpr int deepest = 100;
        TextJson bag = TextJson::object();
        for (const auto &attribute : m_xml.attributes())
            bag["@" + utf8(attribute.qualifiedName().toString())] = utf8(attribute.value().toString());
        if (depth > deepest)
            m_xml.raiseError(QStringLiteral("nested too deeply"));
        QString text;
        while (!m_xml.atEnd()) {
            m_xml.readNext();
            if (m_xml.isEndElement())
                break;
            if (m_xml.isCharacters())
                text += m_xml.text();
            if (m_xml.isStartElement()) {
                const std::string name = utf8(m_xml.qualifiedName().toString());
                add(&bag, name, element(depth + 1));
            }
        }
        const std::string value = utf8(text.trimmed());
        if (bag.empty())
            return value.empty() ? TextJson(nullptr) : TextJson(value);
        if (!value.empty())
            bag["#text"] = value;
        return bag;
    }
    static void add(TextJson *bag, const std::string &name, TextJson value)
    {
        if (!bag->contains(name)) {
            (*bag)[name] = std::move(value);
            return;
        }
        TextJson &known = (*bag)[name];
        if (!known.is_array())
            known = TextJson::array({known});
        known.push_back(std::move(value));
    }

    QXmlStreamReader m_xml;
};

std::optional<std::string> runParseXml(TextArgs args)
{
    constexpr size_t longest = 1 << 20;
    if (!args[0] || args[0]->size() > longest)
        return std::nullopt;
    const auto json = XmlBags(QString::fromUtf8(args[0]->data(), static_cast<qsizetype>(args[0]->size()))).read();
    return json ? std::optional(json->dump(-1, ' ', false, TextJson::error_handler_t::replace)) : std::nullopt;
}

/// Up to four numbers of at most eight digits, each filled up to eight, so that versions compare as text.
std::optional<std::string> runParseVersion(TextArgs args)
{
    std::array<std::string, 4> parts;
    size_t at = 0;
    for (const char c : args[0].value_or(std::string_view())) {
        if (c == '.' && ++at == parts.size())
            return std::nullopt;
        if (c != '.' && (c < '0' || c > '9'))
            return std::nullopt;
        if (c != '.')
            parts[at] += c;
    }
    std::string made;
    for (const std::string &part : parts) {
        if (part.size() > 8)
            return std::nullopt;
        made += std::string(8 - part.size(), '0') + part;
    }
    return parts[0].empty() ? std::nullopt : std::optional(made);
}

struct Ipv4Range {
    std::uint32_t address = 0;
    int prefix = 32;
};

std::optional<Ipv4Range> parsedIpv4(std::string_view text)
{
    Ipv4Range range;
    const char *at = text.data();
    const char *const end = at + text.size();
    for (int part = 0; part < 4; ++part) {
        unsigned value = 256;
        const auto [next, problem] = std::from_chars(at, end, value);
        if (problem != std::errc() || value > 255 || (part < 3 && (next == end || *next != '.')))
            return std::nullopt;
        range.address = range.address << 8 | value;
        at = part < 3 ? next + 1 : next;
    }
    if (at == end)
        return range;
    const auto [next, problem] = std::from_chars(at + 1, end, range.prefix);
    return *at == '/' && problem == std::errc() && next == end && range.prefix >= 0 && range.prefix <= 32 ? std::optional(range) : std::nullopt;
}

std::uint32_t ipv4Mask(int prefix) { return prefix == 0 ? 0 : ~std::uint32_t{0} << (32 - prefix); }

std::optional<std::string> runParseIpv4(TextArgs args)
{
    const auto range = parsedIpv4(args[0].value_or(std::string_view()));
    return range ? std::optional(std::to_string(range->address & ipv4Mask(range->prefix))) : std::nullopt;
}

/// address, range
std::optional<std::string> runIpv4InRange(TextArgs args)
{
    const auto address = parsedIpv4(args[0].value_or(std::string_view()));
    const auto range = parsedIpv4(args[1].value_or(std::string_view()));
    if (!address || !range)
        return std::nullopt;
    const std::uint32_t mask = ipv4Mask(std::min(address->prefix, range->prefix));
    return (address->address & mask) == (range->address & mask) && address->prefix >= range->prefix ? "true" : "false";
}

std::optional<std::string> runIpv4Private(TextArgs args)
{
    const auto address = parsedIpv4(args[0].value_or(std::string_view()));
    if (!address)
        return std::nullopt;
    for (const std::string_view text : {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"})
        if (const auto range = parsedIpv4(text); (address->address & ipv4Mask(range->prefix)) == range->address)
            return "true";
    return "false";
}

/// address, address, prefix: below 0, 0 or above 0
std::optional<std::string> runIpv4Compare(TextArgs args)
{
    const auto left = parsedIpv4(args[0].value_or(std::string_view()));
    const auto right = parsedIpv4(args[1].value_or(std::string_view()));
    int prefix = 32;
    if (args.size() > 2 && args[2])
        std::from_chars(args[2]->data(), args[2]->data() + args[2]->size(), prefix);
    if (!left || !right || prefix < 0 || prefix > 32)
        return std::nullopt;
    const std::uint32_t mask = ipv4Mask(std::min({left->prefix, right->prefix, prefix}));
    const std::uint32_t a = left->address & mask;
    const std::uint32_t b = right->address & mask;
    return a == b ? "0" : a < b ? "-1" : "1";
}

/// address or number, prefix
std::optional<std::string> runFormatIpv4(TextArgs args)
{
    std::uint32_t address = 0;
    const std::string_view text = args[0].value_or(std::string_view());
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), address);
    if (problem != std::errc() || end != text.data() + text.size()) {
        const auto parsed = parsedIpv4(text);
        if (!parsed)
            return std::nullopt;
        address = parsed->address & ipv4Mask(parsed->prefix);
    }
    int prefix = 32;
    if (args.size() > 1 && args[1])
        std::from_chars(args[1]->data(), args[1]->data() + args[1]->size(), prefix);
    if (prefix < 0 || prefix > 32)
        return std::nullopt;
    address &= ipv4Mask(prefix);
    return std::to_string(address >> 24) + '.' + std::to_string(address >> 16 & 255) + '.' + std::to_string(address >> 8 & 255) + '.'
        + std::to_string(address & 255);
}

/// One line of comma-separated values.
std::optional<std::string> runParseCsv(TextArgs args)
{
    if (!args[0] || args[0]->empty())
        return std::nullopt;
    TextJson fields = TextJson::array();
    std::string field;
    bool quoted = false;
    const std::string_view text = *args[0];
    for (size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"')
            field += text[++i];
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && c == ',')
            fields.push_back(std::exchange(field, {}));
        else if (!quoted && (c == '\n' || c == '\r'))
            break;
        else
            field += c;
    }
    fields.push_back(field);
    return fields.dump(-1, ' ', false, TextJson::error_handler_t::replace);
}

} // namespace

std::span<const EngineFunction> textEngineFunctions()
{
    static constexpr EngineFunction functions[] = {
        {"qd_xxhash64", runXxHash}, {"qd_xxhash64_number", runXxHashNumber}, {"qd_parse_url", runParseUrl}, {"qd_parse_urlquery", runParseUrlQuery}, {"qd_parse_xml", runParseXml},
        {"qd_parse_version", runParseVersion}, {"qd_parse_ipv4", runParseIpv4}, {"qd_ipv4_in_range", runIpv4InRange},
        {"qd_ipv4_is_private", runIpv4Private}, {"qd_ipv4_compare", runIpv4Compare}, {"qd_format_ipv4", runFormatIpv4},
        {"qd_parse_csv", runParseCsv}};
    return functions;
}

} // namespace qd::lab
