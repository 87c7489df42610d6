#include "mcp/configentry.h"

#include "mcp/commandwords.h"
#include "mcp/configaddress.h"
#include "mcp/configsignin.h"
#include "mcp/configtls.h"
#include "mcp/keytext.h"

#include <QRegularExpression>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace qd {

namespace {

using EntryJson = nlohmann::ordered_json;

constexpr size_t maxEntryParts = 1000;
constexpr size_t maxEntryRoots = 100;
constexpr std::array knownMembers{"type", "transport", "command", "args", "env", "cwd", "url", "serverUrl", "httpUrl", "headers", "protocolEra", "roots"};

/// ${VAR} of Claude and ${input:id} of VS Code as our own references.
QString ownReferences(QString value)
{
    static const QRegularExpression plain(QStringLiteral("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(:-[^}]*)?\\}"));
    static const QRegularExpression input(QStringLiteral("\\$\\{input:([^}]+)\\}"));
    value.replace(plain, QStringLiteral("${env:\\1\\2}"));
    value.replace(input, QStringLiteral("${secret:mcp.input.\\1}"));
    return value;
}

bool isReference(const QString &value) { return value.contains(QLatin1String("${env:")) || value.contains(QLatin1String("${secret:")); }

/// A key in the address would be in clear.
QString addressText(const McpServerConfig &config)
{
    if (!config.urlTemplate.isEmpty())
        return config.urlTemplate;
    return holdsKey(config.url) ? config.url.toString(QUrl::RemoveQuery | QUrl::RemoveUserInfo | QUrl::RemoveFragment) : config.url.toString();
}

/// "https://user:password@host": the first part that ends with '@', up to the path.
QString withoutUser(QString address)
{
    static const QRegularExpression user(QStringLiteral("^([A-Za-z][A-Za-z0-9+.-]*://)[^/?#]*@"));
    return address.replace(user, QStringLiteral("\\1"));
}

/// Numbers and booleans as they would be written; nothing for what is no single value.
std::optional<QString> singleText(const EntryJson &value)
{
    if (value.is_string())
        return QString::fromStdString(value.get_ref<const std::string &>());
    return value.is_number() || value.is_boolean() ? std::optional(QString::fromStdString(value.dump())) : std::nullopt;
}

/// Members whose texts are for people: "Token: ask for one" is no key.
bool isProse(const std::string &member) { return member == "description" || member == "title" || member == "instructions"; }

/// Reads one server; notes and secrets go to the import.
class EntryReader
{
public:
    EntryReader(const QString &name, const EntryJson &entry, McpImport &import) : m_name(name), m_entry(entry), m_import(import) {}

    std::optional<McpServerConfig> read()
    {
        McpServerConfig config{.id = McpServerId(m_name)};
        config.command = text("command");
        QString address;
        for (const char *name : {"url", "serverUrl", "httpUrl"})
            if (address.isEmpty())
                address = ownReferences(text(name));
        setAddress(config, address);
        const QString type = text("type").isEmpty() ? text("transport").toLower() : text("type").toLower();
        config.transport = type == QLatin1String("stdio") || type == QLatin1String("local") || (type.isEmpty() && !config.command.isEmpty()) ? McpTransport::Stdio : McpTransport::StreamableHttp;
        if (type == QLatin1String("sse"))
            config.transport = McpTransport::Sse;
        config.era = era();
        if (!check(config))
            return std::nullopt;
        if (config.transport != McpTransport::Stdio)
            takeAddress(config, address);
        else if (!address.isEmpty())
            m_import.notes << QStringLiteral("%1: it has a command and an address; the command is taken.").arg(m_name);
        config.workingFolder = text("cwd");
        config.arguments = arguments();
        config.environment = pairs("env", false);
        config.headers = pairs("headers", true);
        config.signIn = configsignin::read(m_entry, keeper());
        config.roots = roots();
        config.tls = configtls::read(m_entry);
        if (config.tls.isInsecure)
            m_import.notes << QStringLiteral("%1: any certificate of the server is taken (tls.insecure).").arg(m_name);
        config.unknown = unknown();
        if (!m_import.isOwnList)
            noteEditor();
        return config;
    }

private:
    QString text(const char *name) const
    {
        const auto found = m_entry.find(name);
        return found != m_entry.end() && found->is_string() ? QString::fromStdString(found->get_ref<const std::string &>()).left(8192) : QString();
    }

    /// As it can stand in "${secret:…}".
    QString secretName(const QString &part) const
    {
        static const QRegularExpression special(QStringLiteral("[:${}]"));
        return QStringLiteral("mcp.%1.%2").arg(m_name, part).replace(special, QStringLiteral("_"));
    }

    bool check(const McpServerConfig &config)
    {
        const bool isStdio = config.transport == McpTransport::Stdio;
        if (isStdio && config.command.isEmpty())
            return leaveOut(QStringLiteral("it has no command"));
        if (const QString type = text("type").toLower(); type.startsWith(QLatin1String("websocket")) || type == QLatin1String("ws") || config.url.scheme().startsWith(QLatin1String("ws")))
            return leaveOut(QStringLiteral("it is reached by WebSocket, which no revision of the protocol has"));
        if (isStdio && !keysInside(config.command).isEmpty())
            return leaveOut(QStringLiteral("its command holds a key in clear; give what follows the program in \"args\""));
        if (!isStdio && config.url.isValid() && config.url.host().isEmpty() && !config.url.scheme().isEmpty())
            return leaveOut(QStringLiteral("%1: is no address over the network").arg(config.url.scheme().left(20)));
        if (!isStdio && (config.url.host().isEmpty() || !config.url.isValid()))
            return leaveOut(text("url").contains(u'{') ? QStringLiteral("its address has a part in braces that nobody explains") : QStringLiteral("it has neither a command nor a valid URL"));
        return true;
    }

    /// What an editor knows and fills in when it starts a server.
    void noteEditor()
    {
        QStringList named;
        for (const char *member : {"command", "args", "env", "cwd", "url", "headers"})
            if (m_entry.contains(member))
                named << editorNames(QString::fromStdString(m_entry[member].dump()));
        named.removeDuplicates();
        if (!named.isEmpty())
            m_import.notes << QStringLiteral("%1: %2 is known to the editor alone: put the path or value itself in its place, with Edit… in the console, or in the file and import again.").arg(m_name, named.join(QStringLiteral(", ")));
        if (const QString file = text("envFile"); !file.isEmpty())
            m_import.notes << QStringLiteral("%1: its envFile %2 is not read: put its variables under \"env\", keys as ${env:NAME}, and import again.").arg(m_name, file.left(200));
    }

    static QStringList editorNames(const QString &written)
    {
        static const QRegularExpression name(QStringLiteral("\\$\\{(workspaceFolder(Basename)?(:[^}]{0,80})?|userHome|pathSeparator|(config|command):[^}]{0,80})\\}"));
        QStringList found;
        for (auto it = name.globalMatch(written); it.hasNext() && found.size() < 10;)
            found << it.next().captured();
        return found;
    }

    static void setAddress(McpServerConfig &config, const QString &address)
    {
        const bool isTemplate = configaddress::isTemplate(address);
        config.urlTemplate = isTemplate ? address : QString();
        config.url = isTemplate ? configaddress::knownPart(address) : QUrl(address);
    }

    /// The list keeps no secret in clear: parameters go to the keyring, a user is left out, since keys belong into headers.
    void takeAddress(McpServerConfig &config, const QString &given)
    {
        const QString plain = withoutUser(given);
        if (plain != given)
            m_import.notes << QStringLiteral("%1: the address holds a secret, so this of it is not kept: its user and password. Give the key in a header (\"headers\": {\"Authorization\": \"Bearer ${secret:NAME}\"}, or ${env:NAME}), "
                                             "or the whole address with --url.").arg(m_name);
        const QString kept = withKeysReplaced(plain, keysInside(plain), [this](const QString &name, const QString &key) {
            return putAway(QStringLiteral("url.%1").arg(name), QUrl::fromPercentEncoding(key.toUtf8()), QStringLiteral("parameter %1 of its address").arg(name));
        });
        if (kept != given)
            setAddress(config, kept);
    }

    /// As Inspector writes it; anything else is the default of the transport.
    std::optional<McpEra> era() const
    {
        const QString name = text("protocolEra");
        if (name == QLatin1String("legacy"))
            return McpEra::Legacy;
        if (name == QLatin1String("modern"))
            return McpEra::Modern;
        return name == QLatin1String("auto") ? std::optional(McpEra::Auto) : std::nullopt;
    }

    bool leaveOut(const QString &why)
    {
        m_import.notes << QStringLiteral("%1 is left out: %2.").arg(m_name, why);
        return false;
    }

    QStringList arguments()
    {
        QStringList made;
        for (const QString &argument : givenArguments())
            made << ownReferences(argument);
        for (const ArgumentKeys &keys : keysOfArguments(made))
            made[keys.index] = withKeysReplaced(made.at(keys.index), keys.places, [this, &keys](const QString &name, const QString &key) {
                return putAway(QStringLiteral("arg%1.%2").arg(keys.index).arg(name), key, QStringLiteral("argument %1").arg(name));
            });
        return made;
    }

    QStringList givenArguments()
    {
        const auto list = m_entry.find("args");
        if (list == m_entry.end() || list->is_null())
            return {};
        if (!list->is_array())
            return wordsOf(*list);
        QStringList made;
        for (const EntryJson &argument : *list) {
            const auto text = singleText(argument);
            const bool isTaken = text && static_cast<size_t>(made.size()) < maxEntryParts;
            isTaken ? made << *text : m_import.notes << notTaken(QStringLiteral("one of its arguments"), text.has_value());
        }
        return made;
    }

    /// All arguments in one text.
    QStringList wordsOf(const EntryJson &text)
    {
        const QString line = singleText(text).value_or(QString());
        const auto words = commandWords(line);
        if (line.isEmpty())
            m_import.notes << notTaken(QStringLiteral("\"args\""), false);
        else
            m_import.notes << QStringLiteral("%1: \"args\" is one text; it is taken as %2.").arg(m_name, words ? QStringLiteral("%1 arguments, as a shell would split it").arg(words->size()) : QStringLiteral("one argument"));
        return words ? *words : QStringList{line};
    }

    QString notTaken(const QString &what, bool areTooMany) const
    {
        return QStringLiteral("%1: %2 is left out: %3.").arg(m_name, what, areTooMany ? QStringLiteral("there are too many") : QStringLiteral("it is neither a text nor a number"));
    }

    QList<std::pair<QString, QString>> pairs(const char *member, bool areHeaders)
    {
        QList<std::pair<QString, QString>> made;
        const auto object = m_entry.find(member);
        if (object == m_entry.end() || object->is_null())
            return made;
        if (!object->is_object()) {
            m_import.notes << QStringLiteral("%1: \"%2\" is left out: it must be an object.").arg(m_name, QLatin1StringView(member));
            return made;
        }
        for (const auto &[key, value] : object->items()) {
            const QString name = QString::fromStdString(key);
            const auto text = singleText(value);
            if (text && static_cast<size_t>(made.size()) < maxEntryParts)
                made.append({name, withoutSecret(name, ownReferences(*text), areHeaders)});
            else
                m_import.notes << notTaken(QStringLiteral("%1 of \"%2\"").arg(name.left(200), QLatin1StringView(member)), text.has_value());
        }
        return made;
    }

    /// Texts, or objects as MCP Inspector has them.
    QList<McpRoot> roots() const
    {
        QList<McpRoot> made;
        const auto list = m_entry.find("roots");
        if (list == m_entry.end() || !list->is_array())
            return made;
        for (const EntryJson &root : *list) {
            const auto word = [&root](const char *name) { return root.is_object() && root.contains(name) && root.at(name).is_string() ? QString::fromStdString(root.at(name).get<std::string>()).left(8192) : QString(); };
            const QString uri = root.is_string() ? QString::fromStdString(root.get<std::string>()).left(8192) : word("uri");
            if (!uri.isEmpty() && static_cast<size_t>(made.size()) < maxEntryRoots)
                made.append({.uri = uri, .name = word("name")});
        }
        return made;
    }

    configsignin::KeepSecret keeper()
    {
        return [this](const QString &part, const QString &value) {
            const QString name = part.section(u'.', -1);
            return isReference(ownReferences(value)) ? ownReferences(value) : putAway(part, value, QStringLiteral("%1 of its sign-in").arg(name));
        };
    }

    /// Two keys may stand in one text.
    QString freeName(const QString &wanted) const
    {
        const auto isTaken = [this](const QString &name) { return std::any_of(m_import.secrets.cbegin(), m_import.secrets.cend(), [&name](const McpImport::Secret &known) { return known.name == name; }); };
        QString free = wanted;
        for (int i = 2; isTaken(free); ++i)
            free = QStringLiteral("%1.%2").arg(wanted).arg(i);
        return free;
    }

    QString putAway(const QString &part, const QString &value, const QString &what)
    {
        if (m_import.isOwnList)
            return value;
        const QString secret = freeName(secretName(part.left(300)));
        m_import.secrets.append({.name = secret, .value = value, .server = m_name, .what = what});
        m_import.notes << putAwayNote(m_import.secrets.last());
        return QStringLiteral("${secret:%1}").arg(secret);
    }

    QString withoutSecret(const QString &name, const QString &value, bool isHeader)
    {
        const QString what = QStringLiteral("%1 %2").arg(isHeader ? QStringLiteral("header") : QStringLiteral("variable"), name);
        if (!value.isEmpty() && !isReference(value) && namesKeyOfPair(name))
            return putAway(name, value, what);
        return withKeysReplaced(value, keysInside(value), [this, &name, &what](const QString &key, const QString &clear) { return putAway(name + u'.' + key, clear, what); });
    }

    QString unknown()
    {
        EntryJson rest = EntryJson::object();
        for (const auto &[key, value] : m_entry.items())
            if (std::none_of(knownMembers.begin(), knownMembers.end(), [&key = key](const char *known) { return key == known; }))
                rest[key] = value;
        takeSignIn(rest);
        if (const auto tls = rest.find("tls"); tls != rest.end() && tls->is_object()) {
            const EntryJson left = configtls::unknownOf(*tls);
            left.empty() ? void(rest.erase("tls")) : void(rest["tls"] = left);
        }
        rest = withoutKeys(rest, {});
        return rest.empty() ? QString() : QString::fromStdString(rest.dump());
    }

    /// What is known of it is in the settings by now.
    void takeSignIn(EntryJson &rest)
    {
        for (const char *member : {"oauth", "auth"}) {
            if (!rest.contains(member) || !rest[member].is_object())
                continue;
            const EntryJson left = configsignin::unknownOf(rest[member], keeper());
            left.empty() ? void(rest.erase(member)) : void(rest[member] = left);
        }
    }

    /// Nobody but other clients reads what we do not know; its keys do not stay in clear for that. `path`: "extra.apiKey".
    EntryJson withoutKeys(const EntryJson &value, const QString &path)
    {
        if (value.is_string())
            return withoutKeysOfText(QString::fromStdString(value.get<std::string>()), path).toStdString();
        EntryJson made = value;
        if (value.is_object()) {
            for (const auto &[key, one] : value.items())
                if (!isProse(key))
                    made[key] = withoutKeys(one, path.isEmpty() ? QString::fromStdString(key) : QString(path % u'.' % QString::fromStdString(key)));
        } else if (value.is_array()) {
            for (EntryJson &one : made)
                one = withoutKeys(one, path);
        }
        return made;
    }

    QString withoutKeysOfText(const QString &text, const QString &path)
    {
        const QString what = QStringLiteral("member %1").arg(path.left(200));
        if (!text.isEmpty() && !isReference(ownReferences(text)) && namesKey(path.section(u'.', -1)))
            return putAway(path, text, what);
        return withKeysReplaced(text, keysInside(text), [this, &path, &what](const QString &name, const QString &key) { return putAway(path + u'.' + name, key, what); });
    }

    const QString m_name;
    const EntryJson &m_entry;
    McpImport &m_import;
};

EntryJson pairsJson(const QList<std::pair<QString, QString>> &pairs, const ConfigPairs &standing)
{
    EntryJson made = EntryJson::object();
    for (const auto &[name, value] : pairs)
        made[name.toStdString()] = (namesKeyOfPair(name) && !isReference(value) && !standing.contains({name, value})
                                        ? QStringLiteral("${env:%1}").arg(name.toUpper().replace(u'-', u'_')) : value).toStdString();
    return made;
}

EntryJson rootsJson(const QList<McpRoot> &roots)
{
    EntryJson made = EntryJson::array();
    for (const McpRoot &root : roots)
        made.push_back(root.name.isEmpty() ? EntryJson{{"uri", root.uri.toStdString()}} : EntryJson{{"uri", root.uri.toStdString()}, {"name", root.name.toStdString()}});
    return made;
}

} // namespace

bool holdsKey(const QUrl &url)
{
    return !url.userInfo().isEmpty() || !keysInside(url.toString()).isEmpty();
}

QString putAwayNote(const McpImport::Secret &secret) { return QStringLiteral("%1: the %2 is a secret in clear; it goes to the keyring.").arg(secret.server, secret.what); }

std::optional<McpServerConfig> readConfigEntry(const QString &name, const EntryJson &entry, McpImport &import) { return EntryReader(name, entry, import).read(); }

EntryJson writeConfigEntry(const McpServerConfig &config, const ConfigPairs &standing)
{
    EntryJson made = EntryJson::object();
    if (config.transport == McpTransport::Stdio) {
        made["type"] = "stdio";
        made["command"] = config.command.toStdString();
        made["args"] = EntryJson::array();
        for (const QString &argument : config.arguments)
            made["args"].push_back(argument.toStdString());
        if (!config.workingFolder.isEmpty())
            made["cwd"] = config.workingFolder.toStdString();
    } else {
        made["type"] = config.transport == McpTransport::Sse ? "sse" : "http";
        made["url"] = addressText(config).toStdString();
    }
    if (!config.environment.isEmpty())
        made["env"] = pairsJson(config.environment, standing);
    if (!config.headers.isEmpty())
        made["headers"] = pairsJson(config.headers, standing);
    if (config.era)
        made["protocolEra"] = *config.era == McpEra::Legacy ? "legacy" : *config.era == McpEra::Modern ? "modern" : "auto";
    if (!config.roots.isEmpty())
        made["roots"] = rootsJson(config.roots);
    const EntryJson rest = EntryJson::parse(config.unknown.toStdString(), nullptr, false);
    if (rest.is_object())
        for (const auto &[key, value] : rest.items())
            made[key] = value;
    if (const auto signIn = configsignin::write(config.signIn, made.contains("oauth") ? made["oauth"] : EntryJson()))
        made["oauth"] = *signIn;
    if (const auto tls = configtls::write(config.tls, made.contains("tls") ? made["tls"] : EntryJson()))
        made["tls"] = *tls;
    return made;
}

} // namespace qd
