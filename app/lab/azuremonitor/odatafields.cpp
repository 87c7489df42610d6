#include "azuremonitor/odatafields.h"

#include <algorithm>

namespace qd::lab {

namespace {

std::optional<std::string> columnNamed(const QString &name, const KqlTable &table)
{
    const auto found = std::find_if(table.columns.begin(), table.columns.end(),
                                    [&name](const KqlColumn &column) { return column.name.compare(name, Qt::CaseInsensitive) == 0; });
    return found == table.columns.end() ? std::nullopt : std::optional(found->name.toStdString());
}

/// A field that stands alone.
QString plainColumn(std::string_view name)
{
    if (name == "type")
        return QStringLiteral("itemType");
    if (name == "count")
        return QStringLiteral("itemCount");
    return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

} // namespace

std::string kqlText(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out.push_back('\\');
        if (c == '\n')
            out += "\\n";
        else if (c == '\r')
            out += "\\r";
        else
            out.push_back(c);
    }
    return out + "\"";
}

std::string entityName(const KqlTable &table)
{
    const std::string name = table.name.toStdString();
    if (name == "dependencies")
        return "dependency";
    return name.ends_with('s') ? name.substr(0, name.size() - 1) : name;
}

std::optional<std::string> kqlField(std::string_view path, const KqlTable &table)
{
    const size_t slash = path.find('/');
    if (slash == std::string_view::npos)
        return columnNamed(plainColumn(path), table);
    const std::string_view owner = path.substr(0, slash);
    const std::string_view member = path.substr(slash + 1);
    if (owner == "customDimensions" || owner == "customMeasurements") {
        const auto bag = columnNamed(QString::fromUtf8(owner.data(), static_cast<qsizetype>(owner.size())), table);
        if (!bag || member.empty())
            return std::nullopt;
        return (owner == "customDimensions" ? "tostring(" : "todouble(") + *bag + "[" + kqlText(member) + "])";
    }
    const QString name = QString::fromUtf8(member.data(), static_cast<qsizetype>(member.size()));
    if (owner == "ai" || owner == entityName(table))
        return columnNamed(name, table);
    return columnNamed(QString::fromUtf8(owner.data(), static_cast<qsizetype>(owner.size())) + u'_' + name, table);
}

} // namespace qd::lab
