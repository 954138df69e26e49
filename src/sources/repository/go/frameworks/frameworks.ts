import { beego } from './beego.ts';
import { chi } from './chi.ts';
import { echo } from './echo.ts';
import { fiber } from './fiber.ts';
import type { Framework } from './framework.ts';
import { gin, hertz } from './gin.ts';
import { goRestful } from './go-restful.ts';
import { goZero } from './go-zero.ts';
import { goFrame } from './goframe.ts';
import { goyave } from './goyave.ts';
import { fasthttp, httprouter } from './httprouter.ts';
import { huma } from './huma.ts';
import { iris } from './iris.ts';
import { flamego, macaron } from './macaron.ts';
import { mux } from './mux.ts';
import { negroni } from './negroni.ts';
import { netHttp } from './net-http.ts';
import { connect, grpc, grpcGateway } from './protobuf.ts';
import { oapiCodegen } from './oapi-codegen.ts';
import { kratos, pocketbase } from './pocketbase.ts';

/** In the order in which they are asked. */
export const frameworks: readonly Framework[] = [
  gin,
  hertz,
  echo,
  chi,
  fiber,
  mux,
  httprouter,
  iris,
  beego,
  macaron,
  flamego,
  goZero,
  goRestful,
  goFrame,
  goyave,
  huma,
  pocketbase,
  kratos,
  oapiCodegen,
  grpcGateway,
  connect,
  grpc,
  fasthttp,
  negroni,
  netHttp,
];
