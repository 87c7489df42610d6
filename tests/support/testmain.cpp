#include "testmain.h"

#include "log.h"

#include <QDir>
#include <QLocale>
#include <QNetworkProxy>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <atomic>
#include <mutex>

namespace qd::test {

namespace {

std::atomic<int> g_errors{0};
std::atomic<bool> g_errorsAllowed{false};

std::mutex g_captureMutex;
bool g_isCapturing = false;
QStringList g_captured;

void countErrors(const char *logger, log::Level level, const QString &text)
{
    const std::lock_guard lock(g_captureMutex);
    if (g_isCapturing)
        g_captured << QString(QLatin1String(logger) + u' ' + text);
    if (level == log::Level::Error)
        ++g_errors;
}

} // namespace

void prepareEnvironment()
{
    static const QTemporaryDir home(QDir::tempPath() + QStringLiteral("/qd-test-XXXXXX"));
    const QByteArray root = home.path().toLocal8Bit();
    for (const char *name : {"HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"})
        qputenv(name, root);
    qputenv("TZ", "UTC");
    QStandardPaths::setTestModeEnabled(true);
    QLocale::setDefault(QLocale::c());
    QNetworkProxy::setApplicationProxy(QNetworkProxy::NoProxy);
    log::setSink(countErrors);
}

void failOnWarnings()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support).*")));
}

void checkNoErrorsLogged()
{
    const int errors = g_errors.exchange(0);
    if (!g_errorsAllowed.exchange(false) && errors > 0)
        QFAIL(qPrintable(QStringLiteral("%1 unexpected error-level log lines").arg(errors)));
}

void startCapturingLogs()
{
    const std::lock_guard lock(g_captureMutex);
    g_isCapturing = true;
    g_captured.clear();
}

QStringList capturedLogs()
{
    const std::lock_guard lock(g_captureMutex);
    g_isCapturing = false;
    return std::exchange(g_captured, {});
}

void allowErrorLogs() { g_errorsAllowed = true; }

} // namespace qd::test
