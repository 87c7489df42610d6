#include "fleet/jsonreader.h"

#include <nlohmann/json.hpp>

namespace qd::lab {

namespace {

constexpr size_t longestText = 2000;
constexpr size_t longestArray = 1000;

const nlohmann::json &emptyJsonObject()
{
    static const nlohmann::json empty = nlohmann::json::object();
    return empty;
}

} // namespace

void DecodeProblems::report(const std::string &path, const std::string &what)
{
    if (m_first)
        return;
    const std::string place = m_file + ": " + (path.empty() ? "/" : path);
    m_first = Error{.kind = ErrorKind::Decode,
                    .message = QStringLiteral("The scenario cannot be read: ") + QString::fromStdString(place + ": " + what),
                    .detail = QString::fromStdString(place)};
}

JsonReader::JsonReader(const nlohmann::json &value, std::string path, DecodeProblems &problems)
    : m_value(value.is_object() ? &value : &emptyJsonObject())
    , m_path(std::move(path))
    , m_problems(&problems)
{
    if (!value.is_object())
        m_problems->report(m_path, "an object is expected");
}

const nlohmann::json *JsonReader::find(const char *key, bool isRequired)
{
    m_known.emplace_back(key);
    const auto found = m_value->find(key);
    if (found != m_value->end())
        return &*found;
    if (isRequired)
        report(key, "is missing");
    return nullptr;
}

double JsonReader::number(const char *key, double least, double most)
{
    const nlohmann::json *value = find(key, true);
    if (!value)
        return least;
    const double number = value->is_number() ? value->get<double>() : most + 1;
    if (number >= least && number <= most)
        return number;
    report(key, "a number from " + nlohmann::json(least).dump() + " to " + nlohmann::json(most).dump() + " is expected");
    return least;
}

double JsonReader::number(const char *key, double least, double most, double missing)
{
    if (has(key))
        return number(key, least, most);
    m_known.emplace_back(key);
    return missing;
}

int JsonReader::integer(const char *key, int least, int most)
{
    const nlohmann::json *value = find(key, true);
    if (!value)
        return least;
    if (value->is_number_integer() && value->get<double>() >= least && value->get<double>() <= most)
        return value->get<int>();
    report(key, "a whole number from " + std::to_string(least) + " to " + std::to_string(most) + " is expected");
    return least;
}

int JsonReader::integer(const char *key, int least, int most, int missing)
{
    if (has(key))
        return integer(key, least, most);
    m_known.emplace_back(key);
    return missing;
}

std::string JsonReader::text(const char *key)
{
    const nlohmann::json *value = find(key, true);
    if (!value)
        return {};
    if (value->is_string()) {
        const auto &text = value->get_ref<const std::string &>();
        if (!text.empty() && text.size() <= longestText)
            return text;
    }
    report(key, "a text of 1 to 2000 bytes is expected");
    return {};
}

std::string JsonReader::text(const char *key, std::string missing)
{
    if (has(key))
        return text(key);
    m_known.emplace_back(key);
    return missing;
}

bool JsonReader::has(const char *key) const { return m_value->contains(key); }

bool JsonReader::isNull(const char *key)
{
    const nlohmann::json *value = find(key, false);
    return !value || value->is_null();
}

std::vector<JsonReader> JsonReader::objects(const char *key, bool isRequired)
{
    std::vector<JsonReader> readers;
    const nlohmann::json *value = find(key, isRequired);
    if (!value)
        return readers;
    if (!value->is_array() || value->size() > longestArray) {
        report(key, "an array of at most 1000 objects is expected");
        return readers;
    }
    readers.reserve(value->size());
    for (size_t i = 0; i < value->size(); ++i)
        readers.emplace_back((*value)[i], m_path + '/' + key + '/' + std::to_string(i), *m_problems);
    return readers;
}

std::vector<std::string> JsonReader::texts(const char *key)
{
    std::vector<std::string> texts;
    const nlohmann::json *value = find(key, false);
    if (!value)
        return texts;
    if (!value->is_array() || value->size() > longestArray) {
        report(key, "an array of at most 1000 texts is expected");
        return texts;
    }
    for (const nlohmann::json &element : *value) {
        if (element.is_string())
            texts.push_back(element.get<std::string>());
        else
            report(key, "an array of texts is expected");
    }
    return texts;
}

std::vector<double> JsonReader::numbers(const char *key, double least, double most)
{
    std::vector<double> numbers;
    const nlohmann::json *value = find(key, true);
    if (!value)
        return numbers;
    const bool isArray = value->is_array() && value->size() <= longestArray;
    if (isArray) {
        for (const nlohmann::json &element : *value) {
            const double number = element.is_number() ? element.get<double>() : most + 1;
            if (number >= least && number <= most)
                numbers.push_back(number);
        }
    }
    if (!isArray || numbers.size() != value->size())
        report(key, "an array of numbers from " + nlohmann::json(least).dump() + " to " + nlohmann::json(most).dump()
                        + " is expected");
    return numbers;
}

JsonReader JsonReader::object(const char *key)
{
    const nlohmann::json *value = find(key, true);
    return JsonReader(value ? *value : emptyJsonObject(), m_path + '/' + key, *m_problems);
}

void JsonReader::refuseOthers()
{
    for (const auto &[key, value] : m_value->items()) {
        if (std::find(m_known.begin(), m_known.end(), key) == m_known.end())
            m_problems->report(m_path + '/' + key, "is not known here");
    }
}

void JsonReader::report(const char *key, const std::string &what)
{
    m_problems->report(m_path + '/' + key, what);
}

} // namespace qd::lab
