#include "mcp/pinfile.h"

#include "mcp/canonicaljson.h"
#include "mcp/jsonslice.h"
#include "mcp/jsontext.h"
#include "mcp/savedjson.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStandardPaths>

#include <algorithm>
#include <optional>

namespace qd {

namespace {

constexpr qint64 largestPinFile = 64LL * 1024 * 1024;
constexpr int pinVersion = 1;

using PinMembers = QList<std::pair<QByteArrayView, QByteArrayView>>;

QString nameOf(QByteArrayView quoted) { return jsonslice::text(quoted).value_or(QString()); }

/// Reads the file part by part; the first thing that is wrong ends it with its place.
class PinReader
{
public:
    Result<McpPins> read(const QByteArray &file, const QString &path)
    {
        McpPins pins;
        readFile(file, pins);
        if (m_place)
            return Error{.kind = ErrorKind::Decode, .message = QStringLiteral("The pins in %1 are damaged at %2: %3").arg(path, *m_place, m_why), .detail = *m_place};
        return pins;
    }

private:
    void complain(const QString &place, const QString &why)
    {
        if (!m_place) {
            m_place = place.isEmpty() ? QStringLiteral("the beginning") : place;
            m_why = why;
        }
    }

    void readFile(const QByteArray &file, McpPins &pins)
    {
        if (!jsonslice::isSavedObject(file))
            return complain(QString(), QStringLiteral("it is not a JSON object"));
        if (jsonslice::member(file, "version") != QByteArrayView("1"))
            return complain(QStringLiteral("/version"), QStringLiteral("this program reads version %1").arg(pinVersion));
        QByteArrayList unknown;
        for (const auto &[name, value] : jsonslice::members(file)) {
            if (name == "\"servers\"")
                readServers(value, pins);
            else if (name != "\"version\"")
                unknown << name.toByteArray() + ':' + value.toByteArray();
        }
        pins.unknown = QString::fromUtf8(unknown.join(','));
    }

    void readServers(QByteArrayView servers, McpPins &pins)
    {
        if (!servers.startsWith('{'))
            return complain(QStringLiteral("/servers"), QStringLiteral("it is not an object"));
        for (const auto &[name, value] : jsonslice::members(servers)) {
            const QString place = QStringLiteral("/servers/") + nameOf(name);
            if (pins.find(nameOf(name)))
                return complain(place, QStringLiteral("it is there twice"));
            pins.pins.append(readServer(nameOf(name), value, place));
        }
    }

    McpPin readServer(const QString &server, QByteArrayView value, const QString &place)
    {
        McpPin pin{.server = server, .identity = {}, .definitions = {}, .unknown = {}};
        if (!value.startsWith('{') || !jsonslice::member(value, "identity") || !jsonslice::member(value, "items"))
            complain(place, QStringLiteral("identity or items are missing"));
        QByteArrayList unknown;
        for (const auto &[name, part] : jsonslice::members(value)) {
            if (name == "\"identity\"")
                pin.identity = readIdentity(part);
            else if (name == "\"items\"")
                readItems(part, pin, place + QStringLiteral("/items"));
            else
                unknown << name.toByteArray() + ':' + part.toByteArray();
        }
        pin.unknown = QString::fromUtf8(unknown.join(','));
        return pin;
    }

    static McpIdentity readIdentity(QByteArrayView value)
    {
        McpIdentity identity;
        for (const auto &[name, part] : jsonslice::members(value)) {
            if (name == "\"url\"")
                identity.url = nameOf(part);
            else if (name == "\"command\"")
                identity.command = nameOf(part);
            else if (name == "\"launch\"")
                identity.launch = nameOf(part);
            else if (name == "\"files\"")
                for (const auto &[path, sum] : jsonslice::members(part))
                    identity.files.append({nameOf(path), nameOf(sum)});
        }
        return identity;
    }

    void readItems(QByteArrayView items, McpPin &pin, const QString &place)
    {
        if (!items.startsWith('['))
            return complain(place, QStringLiteral("it is not an array"));
        for (const QByteArrayView item : jsonslice::elements(items)) {
            const QString itemPlace = place + u'/' + QString::number(pin.definitions.size());
            const auto kind = kindOf(nameOf(jsonslice::member(item, "kind").value_or(QByteArrayView())));
            const auto definition = jsonslice::member(item, "definition");
            if (!kind || !definition)
                return complain(itemPlace, QStringLiteral("kind or definition is missing"));
            pin.definitions.append(definitionOf(*kind, nameOf(jsonslice::member(item, "name").value_or(QByteArrayView())), definition->toByteArray()));
            if (pin.definitions.last().sha256 != nameOf(jsonslice::member(item, "sha256").value_or(QByteArrayView())))
                return complain(itemPlace, QStringLiteral("the definition of \"%1\" does not have its hash; it was edited by hand, or by somebody").arg(pin.definitions.last().name.left(100)));
        }
    }

    static std::optional<McpDefinition::Kind> kindOf(const QString &name)
    {
        for (const auto kind : {McpDefinition::Kind::Instructions, McpDefinition::Kind::Tool, McpDefinition::Kind::Prompt, McpDefinition::Kind::Template})
            if (mcpKindName(kind) == name)
                return kind;
        return std::nullopt;
    }

    std::optional<QString> m_place;
    QString m_why;
};

QByteArray identityJson(const McpIdentity &identity)
{
    if (!identity.url.isEmpty())
        return "{\"url\":" + jsonslice::quoted(identity.url) + '}';
    QByteArrayList files;
    for (const auto &[path, sum] : identity.files)
        files << jsonslice::quoted(path) + ':' + jsonslice::quoted(sum);
    return "{\"command\":" + jsonslice::quoted(identity.command) + ",\"launch\":" + jsonslice::quoted(identity.launch) + ",\"files\":{" + files.join(',') + "}}";
}

QByteArray itemJson(const McpDefinition &definition)
{
    return "{\"kind\":" + jsonslice::quoted(mcpKindName(definition.kind)) + ",\"name\":" + jsonslice::quoted(definition.name) + ",\"sha256\":" + jsonslice::quoted(definition.sha256)
        + ",\"definition\":" + definition.canonical.toUtf8() + '}';
}

QByteArray pinJson(const McpPin &pin)
{
    QList<McpDefinition> sorted = pin.definitions; // stable: of two with one name the first stays the first
    std::ranges::stable_sort(sorted, [](const McpDefinition &a, const McpDefinition &b) { return a.kind != b.kind ? a.kind < b.kind : a.name < b.name; });
    QByteArrayList items;
    for (const McpDefinition &definition : std::as_const(sorted))
        items << itemJson(definition);
    return jsonslice::quoted(pin.server) + ":{\"identity\":" + identityJson(pin.identity) + ",\"items\":[" + items.join(',') + ']'
        + (pin.unknown.isEmpty() ? QByteArray() : ',' + pin.unknown.toUtf8()) + '}';
}

Error pinFileError(const QString &what, const QFileDevice &file, const QString &why)
{
    return {.kind = ErrorKind::Invalid, .message = QStringLiteral("%1 %2: %3").arg(what, file.fileName(), why)};
}

} // namespace

QString mcpPinsPath() { return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + QStringLiteral("/quarterdeck/mcp-pins.json"); }

Result<McpPins> decodePins(const QByteArray &json, const QString &path) { return PinReader().read(json, path); }

QByteArray encodePins(const McpPins &pins)
{
    QList<McpPin> sorted = pins.pins;
    std::ranges::sort(sorted, {}, &McpPin::server);
    QByteArrayList servers;
    for (const McpPin &pin : std::as_const(sorted))
        servers << pinJson(pin);
    const QByteArray whole = "{\"version\":" + QByteArray::number(pinVersion) + ",\"servers\":{" + servers.join(',') + '}' + (pins.unknown.isEmpty() ? QByteArray() : ',' + pins.unknown.toUtf8()) + '}';
    return indentedJson(QString::fromUtf8(whole), whole.size()).toUtf8() + '\n';
}

Result<McpPins> loadPins(const QString &path)
{
    QFile file(path);
    if (!file.exists())
        return McpPins{};
    if (!file.open(QIODevice::ReadOnly))
        return pinFileError(QStringLiteral("The pins cannot be read from"), file, file.errorString());
    if (file.size() > largestPinFile)
        return pinFileError(QStringLiteral("The pins cannot be read from"), file, QStringLiteral("over 64 MiB"));
    return decodePins(file.readAll(), path);
}

Result<void> savePins(const McpPins &pins, const QString &path)
{
    QDir().mkpath(QFileInfo(path).path());
    QSaveFile file(path);
    const QByteArray text = encodePins(pins);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
        return pinFileError(QStringLiteral("The pins cannot be written to"), file, file.errorString());
    return {};
}

} // namespace qd
