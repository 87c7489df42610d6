#include "mcpauth/addresscheck.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace qd::oauth {

namespace {

struct Ipv4Block {
    uint32_t network;
    int bits;
    AddressClass kind;
};

constexpr uint32_t ipv4(uint32_t a, uint32_t b, uint32_t c, uint32_t d) { return a << 24U | b << 16U | c << 8U | d; }

/// IANA's registry of special-purpose addresses, as far as it is not public.
constexpr std::array ipv4Blocks{Ipv4Block{ipv4(127, 0, 0, 0), 8, AddressClass::Loopback},
                                Ipv4Block{ipv4(10, 0, 0, 0), 8, AddressClass::Private},
                                Ipv4Block{ipv4(172, 16, 0, 0), 12, AddressClass::Private},
                                Ipv4Block{ipv4(192, 168, 0, 0), 16, AddressClass::Private},
                                Ipv4Block{ipv4(100, 64, 0, 0), 10, AddressClass::Private},
                                Ipv4Block{ipv4(169, 254, 0, 0), 16, AddressClass::LinkLocal},
                                Ipv4Block{ipv4(0, 0, 0, 0), 8, AddressClass::Reserved},
                                Ipv4Block{ipv4(192, 0, 0, 0), 24, AddressClass::Reserved},
                                Ipv4Block{ipv4(192, 0, 2, 0), 24, AddressClass::Reserved},
                                Ipv4Block{ipv4(198, 18, 0, 0), 15, AddressClass::Reserved},
                                Ipv4Block{ipv4(198, 51, 100, 0), 24, AddressClass::Reserved},
                                Ipv4Block{ipv4(203, 0, 113, 0), 24, AddressClass::Reserved},
                                Ipv4Block{ipv4(224, 0, 0, 0), 3, AddressClass::Reserved}};

AddressClass classOfIpv4(uint32_t address)
{
    for (const Ipv4Block &block : ipv4Blocks)
        if (address >> (32 - block.bits) == block.network >> (32 - block.bits))
            return block.kind;
    return AddressClass::Public;
}

using Ipv6 = std::array<uint8_t, 16>;

uint32_t ipv4At(const Ipv6 &address, size_t from)
{
    return ipv4(address[from], address[from + 1], address[from + 2], address[from + 3]);
}

bool beginsWith(const Ipv6 &address, std::initializer_list<uint8_t> bytes) { return std::equal(bytes.begin(), bytes.end(), address.begin()); }

AddressClass classOfIpv6(const Ipv6 &address)
{
    if (beginsWith(address, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}) || beginsWith(address, {0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0}))
        return classOfIpv4(ipv4At(address, 12));
    if (beginsWith(address, {0x20, 0x02}))
        return classOfIpv4(ipv4At(address, 2)); // 6to4
    if (beginsWith(address, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}))
        return AddressClass::Loopback;
    if ((address[0] & 0xfe) == 0xfc || (address[0] == 0xfe && (address[1] & 0xc0) == 0xc0))
        return AddressClass::Private;
    if (address[0] == 0xfe && (address[1] & 0xc0) == 0x80)
        return AddressClass::LinkLocal;
    const bool isGlobal = (address[0] & 0xe0) == 0x20;
    const bool isSpecial = beginsWith(address, {0x20, 0x01, 0x0d, 0xb8}) || beginsWith(address, {0x20, 0x01, 0, 0});
    return isGlobal && !isSpecial ? AddressClass::Public : AddressClass::Reserved;
}

/// A name whose last label is a number is an address that some resolvers read in ways of their own.
bool isDisguisedNumber(const QString &host)
{
    const QString last = host.section(u'.', -1);
    const bool isDecimal = !last.isEmpty() && std::all_of(last.cbegin(), last.cend(), [](QChar c) { return c.isDigit(); });
    return isDecimal || last.startsWith(QLatin1String("0x"));
}

Error addressError(const WebUrl &url, const QString &why)
{
    return {.kind = ErrorKind::Protocol,
            .message = QStringLiteral("The server names an address that is not contacted: %1").arg(why),
            .detail = shownUrl(url.text)};
}

} // namespace

AddressClass addressClass(const QString &host)
{
    const QByteArray text = host.toLatin1();
    in_addr four{};
    if (inet_pton(AF_INET, text.constData(), &four) == 1)
        return classOfIpv4(ntohl(four.s_addr));
    in6_addr six{};
    if (inet_pton(AF_INET6, text.constData(), &six) == 1) {
        Ipv6 bytes{};
        std::memcpy(bytes.data(), &six, bytes.size());
        return classOfIpv6(bytes);
    }
    if (host == QLatin1String("localhost") || host.endsWith(QLatin1String(".localhost")))
        return AddressClass::Loopback;
    return host.isEmpty() || host.contains(u':') || isDisguisedNumber(host) ? AddressClass::Reserved : AddressClass::Name;
}

AddressClasses addressClasses(const QStringList &addresses)
{
    AddressClasses classes;
    for (const QString &address : addresses)
        classes |= addressClass(address);
    return classes;
}

std::optional<Error> addressRefusal(const WebUrl &url, AddressClasses target, AddressClasses server)
{
    if (!url.isSecure() && target != AddressClasses(AddressClass::Loopback))
        return addressError(url, QStringLiteral("only https is accepted, except on this machine itself."));
    if (target.testFlag(AddressClass::Reserved) || !target)
        return addressError(url, QStringLiteral("it is reserved."));
    for (const AddressClass kind : {AddressClass::Loopback, AddressClass::Private, AddressClass::LinkLocal})
        if (target.testFlag(kind) && !server.testFlag(kind))
            return addressError(url, kind == AddressClass::Loopback ? QStringLiteral("it is on this machine, and the MCP server is not.")
                                                                    : QStringLiteral("it is in a private network, and the MCP server is not."));
    return std::nullopt;
}

} // namespace qd::oauth
