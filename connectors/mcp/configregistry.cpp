#include "mcp/configregistry.h"

#include "mcp/secretarguments.h"

#include <QRegularExpression>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace qd {

namespace {

using RegistryJson = nlohmann::ordered_json;

constexpr size_t mostParts = 200;

/// The value of the first of these names that is there.
const RegistryJson *anyOf(const RegistryJson &object, std::initializer_list<const char *> names)
{
    for (const char *name : names)
        if (const auto found = object.find(name); object.is_object() && found != object.end())
            return &*found;
    return nullptr;
}

QString wordOf(const RegistryJson &object, std::initializer_list<const char *> names)
{
    const RegistryJson *found = anyOf(object, names);
    return found && found->is_string() ? QString::fromStdString(found->get_ref<const std::string &>()).left(8192) : QString();
}

bool isTrue(const RegistryJson &object, std::initializer_list<const char *> names)
{
    const RegistryJson *found = anyOf(object, names);
    return found && found->is_boolean() && found->get<bool>();
}

const RegistryJson &listOf(const RegistryJson &object, std::initializer_list<const char *> names)
{
    static const RegistryJson none = RegistryJson::array();
    const RegistryJson *found = anyOf(object, names);
    return found && found->is_array() && found->size() <= mostParts ? *found : none;
}

/// As a variable's name: "api-key" becomes API_KEY.
QString variableOf(const QString &name)
{
    static const QRegularExpression special(QStringLiteral("[^A-Za-z0-9]+"));
    return QString(name).remove(QRegularExpression(QStringLiteral("^-+"))).replace(special, QStringLiteral("_")).toUpper();
}

/// One entry of the file after the other.
class RegistryReader
{
public:
    RegistryReader(const RegistryJson &file, QStringList &notes) : m_file(file), m_notes(notes) {}

    RegistryJson read()
    {
        const RegistryJson &packages = listOf(m_file, {"packages"});
        const RegistryJson &remotes = listOf(m_file, {"remotes"});
        m_isAlone = packages.size() + remotes.size() == 1;
        for (const RegistryJson &package : packages)
            if (package.is_object())
                addPackage(package);
        for (const RegistryJson &remote : remotes)
            if (remote.is_object())
                addRemote(remote);
        return {{"mcpServers", m_servers}};
    }

private:
    void add(const QString &kind, RegistryJson entry)
    {
        RegistryJson about = m_file;
        about.erase("packages");
        about.erase("remotes");
        entry["registry"] = about;
        const QString base = wordOf(m_file, {"name"}).section(u'/', -1);
        const QString name = m_isAlone ? base : QStringLiteral("%1-%2").arg(base, kind);
        QString free = name;
        for (int i = 2; m_servers.contains(free.toStdString()); ++i)
            free = QStringLiteral("%1-%2").arg(name).arg(i);
        m_servers[free.toStdString()] = entry;
    }

    /// A value that is there, or a reference to what somebody has to give.
    QString valueOf(const RegistryJson &input, const QString &name)
    {
        QString value = wordOf(input, {"value", "default"});
        if (value.isEmpty() && isTrue(input, {"isSecret", "is_secret"}))
            value = secret(name);
        else if (value.isEmpty() && isTrue(input, {"isRequired", "is_required"}))
            value = variable(name);
        return filledIn(value, input);
    }

    QString secret(const QString &name)
    {
        const QString id = variableOf(name);
        note(QStringLiteral("%1 is a secret: it is taken from the keyring as mcp.input.%1.").arg(id));
        return QStringLiteral("${input:%1}").arg(id);
    }

    QString variable(const QString &name)
    {
        note(QStringLiteral("Set the variable %1, or put a value in its place.").arg(variableOf(name)));
        return QStringLiteral("${env:%1}").arg(variableOf(name));
    }

    /// "{tenant}" by what the file says of it.
    QString filledIn(QString text, const RegistryJson &input)
    {
        const RegistryJson *variables = anyOf(input, {"variables"});
        if (!variables || !variables->is_object())
            return text;
        for (const auto &[key, about] : variables->items())
            if (const QString name = QString::fromStdString(key); about.is_object() && text.contains(QString(u'{' + name + u'}')))
                text.replace(QString(u'{' + name + u'}'), valueOf(about, name));
        return text;
    }

    /// A named one without anything that could be its value: it is there, or it is not.
    static bool isFlag(const RegistryJson &input)
    {
        const bool hasValue = anyOf(input, {"value", "default", "valueHint", "value_hint", "format", "choices"}) != nullptr || isTrue(input, {"isSecret", "is_secret"});
        return wordOf(input, {"type"}) == QLatin1String("named") && !hasValue;
    }

    void addArguments(RegistryJson &arguments, const RegistryJson &inputs)
    {
        for (const RegistryJson &input : inputs)
            if (input.is_object())
                addArgument(arguments, input);
    }

    /// What is neither given nor demanded is left out.
    void addArgument(RegistryJson &arguments, const RegistryJson &input)
    {
        const bool isNamed = wordOf(input, {"type"}) == QLatin1String("named");
        const QString name = wordOf(input, {"name"});
        if (isFlag(input))
            return isTrue(input, {"isRequired", "is_required"}) ? arguments.push_back(name.toStdString()) : void();
        const QString value = valueOf(input, isNamed ? name : wordOf(input, {"valueHint", "value_hint"}));
        if (value.isEmpty())
            return;
        if (isNamed)
            arguments.push_back(name.toStdString());
        arguments.push_back(value.toStdString());
    }

    RegistryJson pairsOf(const RegistryJson &inputs)
    {
        RegistryJson pairs = RegistryJson::object();
        for (const RegistryJson &input : inputs)
            if (const QString name = wordOf(input, {"name"}); !name.isEmpty())
                if (const QString value = valueOf(input, name); !value.isEmpty())
                    pairs[name.toStdString()] = value.toStdString();
        return pairs;
    }

    struct Runner {
        const char *registry;
        const char *program;
        std::vector<const char *> before; ///< no initializer_list: its words may end with the line
        const char *sign; ///< between name and version
    };

    void addPackage(const RegistryJson &package)
    {
        static const std::array runners{Runner{"npm", "npx", {"-y"}, "@"}, Runner{"pypi", "uvx", {}, "=="}, Runner{"oci", "docker", {"run", "-i", "--rm"}, ":"},
                                        Runner{"nuget", "dnx", {"--yes"}, "@"}};
        const QString kind = wordOf(package, {"registryType", "registry_type", "registry_name"}).replace(QLatin1String("docker"), QLatin1String("oci"));
        const RegistryJson *transport = anyOf(package, {"transport"});
        const QString way = transport && transport->is_object() ? wordOf(*transport, {"type"}) : wordOf(package, {"transport_type"});
        if (!way.isEmpty() && way != QLatin1String("stdio"))
            return note(QStringLiteral("The package %1 is left out: it is started apart, and reached by %2.").arg(wordOf(package, {"identifier", "name"}), way));
        for (const Runner &runner : runners)
            if (kind == QLatin1String(runner.registry))
                return add(kind, commandOf(package, runner));
        note(QStringLiteral("The package %1 is left out: there is no way to start one of \"%2\".").arg(wordOf(package, {"identifier", "name"}), kind));
    }

    RegistryJson commandOf(const RegistryJson &package, const Runner &runner)
    {
        const QString hint = wordOf(package, {"runtimeHint", "runtime_hint"});
        const RegistryJson pairs = pairsOf(listOf(package, {"environmentVariables", "environment_variables"}));
        const RegistryJson &own = listOf(package, {"runtimeArguments", "runtime_arguments"});
        RegistryJson given = RegistryJson::array();
        addArguments(given, own);
        RegistryJson arguments = RegistryJson::array();
        for (const char *word : runner.before)
            if (std::find(given.begin(), given.end(), word) == given.end())
                arguments.push_back(word);
        arguments.insert(arguments.end(), given.begin(), given.end());
        if (std::string_view(runner.registry) == "oci")
            for (const auto &[name, value] : pairs.items())
                arguments.insert(arguments.end(), {"-e", name}); // its value comes from the environment
        arguments.push_back(identifierOf(package, runner.sign).toStdString());
        addArguments(arguments, listOf(package, {"packageArguments", "package_arguments"}));
        RegistryJson entry{{"type", "stdio"}, {"command", hint.isEmpty() ? runner.program : hint.toStdString()}, {"args", arguments}};
        if (!pairs.empty())
            entry["env"] = pairs;
        return entry;
    }

    static QString identifierOf(const RegistryJson &package, const char *sign)
    {
        const QString identifier = wordOf(package, {"identifier", "name"});
        const QString version = wordOf(package, {"version"});
        const bool hasOne = version.isEmpty() || identifier.section(u'/', -1).contains(QLatin1String(sign));
        return hasOne ? identifier : identifier + QLatin1String(sign) + version;
    }

    void addRemote(const RegistryJson &remote)
    {
        const QString way = wordOf(remote, {"type", "transport_type"});
        const bool isOld = way == QLatin1String("sse");
        RegistryJson entry{{"type", isOld ? "sse" : "http"}, {"url", filledIn(wordOf(remote, {"url"}), remote).toStdString()}};
        if (const RegistryJson headers = pairsOf(listOf(remote, {"headers"})); !headers.empty())
            entry["headers"] = headers;
        add(isOld ? QStringLiteral("sse") : QStringLiteral("http"), entry);
    }

    void note(const QString &text)
    {
        if (!m_notes.contains(text))
            m_notes << text;
    }

    const RegistryJson &m_file;
    QStringList &m_notes;
    RegistryJson m_servers = RegistryJson::object();
    bool m_isAlone = true;
};

} // namespace

bool isRegistryServer(const RegistryJson &file)
{
    const bool hasName = file.is_object() && file.contains("name") && file["name"].is_string();
    return hasName && !file.contains("mcpServers") && !file.contains("servers") && (file.contains("packages") || file.contains("remotes"));
}

RegistryJson configOfRegistry(const RegistryJson &file, QStringList &notes) { return RegistryReader(file, notes).read(); }

} // namespace qd
