#include "labprogram.h"

#include <QFile>
#include <QJsonDocument>
#include <QUrl>

namespace qd::test {

namespace {

constexpr int startPatience = 180'000;
constexpr int runPatience = 120'000;

} // namespace

QJsonObject DeckRun::json() const { return QJsonDocument::fromJson(out).object(); }

QString policyDeleting(const char *header)
{
    return QStringLiteral("<policies><inbound><base /><set-header name=\"%1\" exists-action=\"delete\" /></inbound><backend><base /></backend>"
                          "<outbound><base /></outbound><on-error><base /></on-error></policies>")
        .arg(QLatin1StringView(header));
}

bool LabProgram::start(const QStringList &arguments)
{
    m_process.start(QStringLiteral(QD_BINARY_DIR "/bin/decklab"), QStringList{QStringLiteral("--json")} + arguments);
    if (!m_process.waitForReadyRead(startPatience)) {
        m_error = QString::fromUtf8(m_process.readAllStandardError());
        return false;
    }
    const QByteArray line = m_process.readLine();
    m_info = QJsonDocument::fromJson(line).object();
    QFile file(connectFile());
    return file.open(QIODevice::WriteOnly) && file.write(line) == line.size() && !m_info.isEmpty();
}

LabProgram::~LabProgram()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.terminate();
    m_process.waitForFinished(20'000);
}

HttpAnswer LabProgram::send(const QByteArray &method, const QByteArray &target, HeaderList headers, const QByteArray &body) const
{
    headers.emplaceBack("Authorization", QByteArray("Bearer " + value("bearerToken").toUtf8()));
    if (!body.isEmpty())
        headers.emplaceBack("Content-Type", "application/json");
    return sendHttp(static_cast<quint16>(QUrl(value("endpoint")).port()), method, target, headers, body);
}

bool LabProgram::setFault(const QString &name, bool isOn, QJsonObject parameters) const
{
    parameters.insert(QStringLiteral("fault"), name);
    parameters.insert(QStringLiteral("on"), isOn);
    return send("POST", "/lab/control", {}, QJsonDocument(parameters).toJson(QJsonDocument::Compact)).status == 200;
}

QByteArray LabProgram::provider(const QString &name) const
{
    return QByteArray("/subscriptions/" + value("subscriptionId").toUtf8() + "/resourceGroups/" + value("resourceGroup").toUtf8()
                      + "/providers/" + name.toUtf8());
}

HttpAnswer LabProgram::apim(const QByteArray &method, const QByteArray &path, const HeaderList &headers, const QByteArray &body) const
{
    return send(method, provider(QStringLiteral("Microsoft.ApiManagement/service/") + value("apimName")) + path + "?api-version=2024-05-01",
                headers, body);
}

HttpAnswer LabProgram::site(const QByteArray &method, const QByteArray &path, const QByteArray &body) const
{
    return send(method, provider(QStringLiteral("Microsoft.Web/sites/") + value("siteName")) + path + "?api-version=2024-11-01", {}, body);
}

HttpAnswer LabProgram::putPolicy(const QByteArray &api, const QString &xml) const
{
    const QJsonObject properties{{QStringLiteral("format"), QStringLiteral("rawxml")}, {QStringLiteral("value"), xml}};
    const bool isThere = policy(api).status == 200;
    return apim("PUT", "/apis/" + api + "/policies/policy", {{isThere ? "If-Match" : "If-None-Match", "*"}},
                QJsonDocument(QJsonObject{{QStringLiteral("properties"), properties}}).toJson(QJsonDocument::Compact));
}

std::unique_ptr<QProcess> LabProgram::beginDeck(const QString &stateFolder, const QStringList &arguments) const
{
    auto process = std::make_unique<QProcess>();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("QD_STATE_DIR"), stateFolder);
    process->setProcessEnvironment(environment);
    process->start(QStringLiteral(QD_BINARY_DIR "/bin/deckctl"), QStringList{QStringLiteral("--connect"), connectFile()} + arguments);
    return process;
}

DeckRun LabProgram::end(QProcess &process)
{
    if (!process.waitForFinished(runPatience))
        return {.code = -1, .out = {}, .err = "does not end"};
    const bool isKilled = process.exitStatus() != QProcess::NormalExit;
    return {isKilled ? -1 : process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

DeckRun LabProgram::deck(const QString &stateFolder, const QStringList &arguments, const QByteArray &input) const
{
    const auto process = beginDeck(stateFolder, arguments);
    process->write(input);
    process->closeWriteChannel();
    return end(*process);
}

} // namespace qd::test
