#pragma once

#include <QCoreApplication>
#include <QRegularExpression>
#include <QTest>

namespace qd::test {

/// Private settings, cache and data folders, UTC, no proxy, logs bridged; call before the application object exists.
void prepareEnvironment();
/// Any warning fails the running test from now on; call first in init() of every test class.
void failOnWarnings();
/// Fails the running test when an error-level line was logged since the last call. Called from cleanup().
void checkNoErrorsLogged();
/// Announces that the running test causes error-level lines on purpose.
void allowErrorLogs();

/// Keeps every log line, of any level, from now on.
void startCapturingLogs();
/// Ends the capture and returns its lines, "logger text" each.
QStringList capturedLogs();

/// main() of every test executable: QD_TEST_MAIN(Application, TestClass).
template<typename Application, typename TestClass>
int run(int argc, char **argv)
{
    prepareEnvironment();
    Application application(argc, argv);
    TestClass test;
    return QTest::qExec(&test, argc, argv);
}

} // namespace qd::test

#define QD_TEST_MAIN(Application, TestClass) \
    int main(int argc, char **argv) { return qd::test::run<Application, TestClass>(argc, argv); }
