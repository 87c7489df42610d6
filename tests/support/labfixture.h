#pragma once

#include "lab.h"

#include <QByteArray>
#include <QHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <memory>
#include <utility>

namespace qd::test {

/// An HTTP answer as the socket gave it; header names are lower case, a gzip body is unpacked.
struct HttpAnswer {
    int status = 0; ///< 0: the connection ended without an answer
    QHash<QByteArray, QByteArray> headers;
    QByteArray body;

    [[nodiscard]] QJsonObject json() const;
};

using HeaderList = QList<std::pair<QByteArray, QByteArray>>;

/// Sends one request to 127.0.0.1:`port` and waits for the answer (at most 30 s). The target goes out as it is.
/// Content-Length is added when there is a body and neither it nor Transfer-Encoding is among the headers.
HttpAnswer sendHttp(quint16 port, const QByteArray &method, const QByteArray &target, const HeaderList &headers = {},
                    const QByteArray &body = {});
/// The bytes as one gzip member.
QByteArray gzipBytes(const QByteArray &bytes);

/// An in-process lab on a free port, with what tests ask of it most. Any failure to start aborts the test run.
class LabFixture
{
public:
    /// No fleet, no throttle, a clock that stands at ManualClock::start.
    static lab::LabOptions emptyOptions();

    explicit LabFixture(const lab::LabOptions &options = emptyOptions());

    [[nodiscard]] lab::Lab &lab() { return *m_lab; }
    [[nodiscard]] const lab::LabInfo &info() const { return m_lab->info(); }
    [[nodiscard]] quint16 port() const;

    HttpAnswer send(const QByteArray &method, const QByteArray &target, const HeaderList &headers = {}, const QByteArray &body = {}) const;
    /// A client credentials token for the scope.
    [[nodiscard]] QByteArray token(const QByteArray &resource) const;
    /// Runs KQL against the classic tables with the lab's ready-made token.
    [[nodiscard]] HttpAnswer query(const QString &kql, const QString &timespan = {}) const;
    [[nodiscard]] HttpAnswer queryWorkspace(const QString &kql, const QString &timespan = {}) const;
    /// Rows of the first table of a successful classic query; an unsuccessful one fails the running test.
    [[nodiscard]] QJsonArray rows(const QString &kql) const;

private:
    HttpAnswer post(const QByteArray &target, const QString &kql, const QString &timespan) const;

    std::unique_ptr<lab::Lab> m_lab;
};

} // namespace qd::test
