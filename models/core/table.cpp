#include "table.h"

#include <array>

namespace qd {

namespace {

struct TypeName { ColumnType type; QLatin1String name; };

constexpr std::array<TypeName, 10> typeNames{{
    {ColumnType::Bool, QLatin1String("bool")}, {ColumnType::DateTime, QLatin1String("datetime")},
    {ColumnType::Dynamic, QLatin1String("dynamic")}, {ColumnType::Int, QLatin1String("int")},
    {ColumnType::Long, QLatin1String("long")}, {ColumnType::Real, QLatin1String("real")},
    {ColumnType::String, QLatin1String("string")}, {ColumnType::Guid, QLatin1String("guid")},
    {ColumnType::Decimal, QLatin1String("decimal")}, {ColumnType::TimeSpan, QLatin1String("timespan")}}};

const Cell nullCell;

} // namespace

std::optional<size_t> Table::columnIndex(QStringView columnName) const
{
    for (size_t i = 0; i < columns.size(); ++i)
        if (columns[i].name == columnName)
            return i;
    return std::nullopt;
}

const Cell &Table::cell(size_t row, QStringView columnName) const
{
    const auto index = columnIndex(columnName);
    return index && row < columns[*index].cells.size() ? columns[*index].cells[row] : nullCell;
}

std::optional<double> Table::number(size_t row, QStringView columnName) const
{
    const Cell &found = cell(row, columnName);
    if (const auto *real = std::get_if<double>(&found))
        return *real;
    if (const auto *integer = std::get_if<qint64>(&found))
        return static_cast<double>(*integer);
    if (const auto *flag = std::get_if<bool>(&found))
        return *flag ? 1.0 : 0.0;
    return std::nullopt;
}

QString Table::text(size_t row, QStringView columnName) const
{
    const auto *found = std::get_if<QString>(&cell(row, columnName));
    return found ? *found : QString();
}

std::optional<Instant> Table::instant(size_t row, QStringView columnName) const
{
    const auto *found = std::get_if<Instant>(&cell(row, columnName));
    return found ? std::optional(*found) : std::nullopt;
}

QString columnTypeName(ColumnType type)
{
    for (const TypeName &entry : typeNames)
        if (entry.type == type)
            return entry.name;
    return QStringLiteral("string");
}

std::optional<ColumnType> columnTypeFromName(QStringView name)
{
    for (const TypeName &entry : typeNames)
        if (name == entry.name)
            return entry.type;
    return std::nullopt;
}

} // namespace qd
